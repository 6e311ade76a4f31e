import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { type Refusal, refuse } from './refusal.ts';
import { expiresAt, maintainedUntil, naturalEnd } from './term.ts';

/** The end of the year 9999: later instants have no RFC 3339 form. */
const LAST_INSTANT = 253_402_300_799_999;

const TOO_FAR = 'Leads beyond the year 9999.';

/** Says what is wrong where some instant of the license could not be told (docs/api.md); null where nothing is. */
export function findReachFault(license: License, now: Instant): string | null {
  // One that has not started may start at any time: what that leads to is looked at as if it were now.
  const started = { ...license, startedAt: license.startedAt ?? now };
  const instants = [license.notAfter, expiresAt(started), naturalEnd(started), maintainedUntil(started)];
  return instants.every((at) => at === null || at <= LAST_INSTANT) ? null : TOO_FAR;
}

/** Refuses a change after which some instant of the license could not be told. @param pointer the field that leads there */
export function checkReach(license: License, now: Instant, pointer: string): Refusal | null {
  const detail = findReachFault(license, now);
  return detail === null ? null : refuse('request_invalid', { errors: [{ pointer, detail }] });
}
