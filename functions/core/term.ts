import { DAY, earliest, type Instant } from './instant.ts';
import type { License } from './license.ts';

/**
 * When the term ends: `min(startedAt + term, notAfter)` (R2.1).
 * @returns null while the term has not been started, and for perpetual licenses without `notAfter`
 */
export function expiresAt(license: License): Instant | null {
  const { startedAt, term, notAfter } = license;
  if (startedAt === null) return null;
  return earliest(term === null ? null : startedAt + term, notAfter);
}

/** Until when grace lasts, or null for a plan without grace (R2.5). */
export function graceUntil(license: License): Instant | null {
  const end = expiresAt(license);
  return end === null || license.plan.graceDays === 0 ? null : end + license.plan.graceDays * DAY;
}

/**
 * When time alone ends the license: expiry plus grace (R6.0), or `notAfter` for one that was never started (R2.3).
 * @returns null for one that never ends, or whose term nobody has started
 */
export function naturalEnd(license: License): Instant | null {
  if (license.startedAt === null) return license.notAfter;
  return graceUntil(license) ?? expiresAt(license);
}

/** When the license ends, by time or by revocation (R6.0). */
export function endOf(license: License): Instant | null {
  return earliest(naturalEnd(license), license.revoked?.at ?? null);
}

/** Whether the license has ended at `now`; blocking and suspension do not end it (R6.0). */
export function hasEnded(license: License, now: Instant): boolean {
  const end = endOf(license);
  return end !== null && end <= now;
}

/**
 * The license with its term, unless started already, started at `start` (R6.2). One that time has ended before,
 * unstarted, starts no more and so gets no grace either (R2.3).
 */
export function startedBy(license: License, start: Instant): License {
  const end = naturalEnd(license);
  return license.startedAt !== null || (end !== null && end <= start) ? license : { ...license, startedAt: start };
}

/**
 * Whether the term begins only in the future: at an order date that is still ahead (R2.3). A clock that stands behind
 * the first activation undoes nothing (R2.7).
 */
export function liesAhead({ startedAt, engagedAt, plan }: License, now: Instant): boolean {
  if (startedAt === null || startedAt <= now) return false;
  return plan.term.starts === 'order' || engagedAt === null;
}

/** Whole days left, rounded up, never below 0; null while not started and for perpetual ones (R2.4). */
export function daysLeft(license: License, now: Instant): number | null {
  const { startedAt } = license;
  const end = expiresAt(license);
  if (end === null || startedAt === null || liesAhead(license, now)) return null;
  return Math.max(0, Math.ceil((end - Math.max(now, startedAt)) / DAY));
}

/** Content dated after this instant is too new, as maintenance is over (R2.9); null without such a bound. */
export function maintainedUntil(license: License): Instant | null {
  const { startedAt, maintenance } = license;
  return startedAt === null || maintenance === null ? null : startedAt + maintenance;
}

/** From when on content is too new at `now`: the end once it has passed (R8.4), or the end of maintenance (R2.9). */
export function contentUntil(license: License, now: Instant): Instant | null {
  return earliest(maintainedUntil(license), hasEnded(license, now) ? endOf(license) : null);
}

/** Until when a blocked license still works (R9.2); null while it is not blocked. */
export function toleratedUntil(license: License): Instant | null {
  return license.blocked === null ? null : license.blocked.at + license.plan.blockToleranceDays * DAY;
}
