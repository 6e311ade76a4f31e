import type { Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { expiresAt, maintainedUntil, naturalEnd } from '../term.ts';

/** The end of the year 9999: later instants have no RFC 3339 form. */
const LAST_INSTANT = 253_402_300_799_999;

/** Refuses an extension after which some instant of the license could not be told any more (R7.5). */
export function checkReach(license: License, now: Instant): Refusal | null {
  const { startedAt, term, maintenance } = license;
  const unstarted = startedAt === null ? [term, maintenance].map((length) => now + (length ?? 0)) : [];
  const instants = [expiresAt(license), naturalEnd(license), maintainedUntil(license), ...unstarted];
  if (instants.every((at) => at === null || at <= LAST_INSTANT)) return null;
  const detail = 'Leads beyond the year 9999.';
  return refuse('request_invalid', { errors: [{ pointer: '/days', detail }] });
}
