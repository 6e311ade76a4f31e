import type { Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { naturalEnd } from '../term.ts';

/**
 * Remembers an end that has passed and that another end takes the place of, ahead or past itself: a take-over that was
 * due at it stays due at that very instant, and the sweep looks for it (R2.6, R6.4).
 */
export function rememberEnd(before: License, after: License, now: Instant): License {
  const end = naturalEnd(before);
  if (end === null || end > now || naturalEnd(after) === end) return after;
  return { ...after, pastEnds: [...after.pastEnds, end], recheckAt: now };
}
