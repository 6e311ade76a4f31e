import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { naturalEnd } from './term.ts';

/**
 * Remembers an end that has come and that another end takes the place of, ahead or past itself: a take-over that was
 * due at it stays due at that very instant, and the sweep looks for it (R2.6, R6.4).
 */
export function rememberEnd(before: License, after: License, now: Instant): License {
  const end = naturalEnd(before);
  // What is noted has come, also for a process that decided before it and is late to write.
  if (end === null || (end > now && !before.pastEnds.includes(end)) || naturalEnd(after) === end) return after;
  return { ...noteEnd(after, end), recheckAt: now };
}

/** Notes an end that has come: no later change undoes what it brought about, such as the start of a reserve (R6.4). */
export function noteEnd(license: License, end: Instant): License {
  return license.pastEnds.includes(end) ? license : { ...license, pastEnds: [...license.pastEnds, end] };
}
