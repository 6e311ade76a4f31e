import type { Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { hasEnded, naturalEnd } from '../term.ts';

/**
 * Remembers the end that a later end passes over: a take-over that was due at it stays due, and the sweep looks for it
 * (R6.4).
 */
export function rememberEnd(before: License, after: License, now: Instant): License {
  const end = naturalEnd(before);
  if (end === null || end > now || hasEnded(after, now)) return after;
  return { ...after, pastEnds: [...after.pastEnds, end], recheckAt: now };
}
