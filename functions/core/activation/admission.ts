import type { Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { hasEnded, liesAhead, toleratedUntil } from '../term.ts';

/**
 * Whether the license's flags let an activation through (R9.1–R9.3).
 * @param repeat the device has this license already: then a tolerated block still works (R9.2)
 */
export function checkFlags(license: License, repeat: boolean, now: Instant): Refusal | null {
  if (license.revoked !== null) return refuse('license_revoked');
  const tolerated = toleratedUntil(license);
  if (tolerated !== null && !(repeat && now < tolerated)) return refuse('license_blocked');
  if (license.suspended !== null) return refuse('license_suspended');
  return null;
}

/** Whether the license's dates let a new activation through (R2.3). */
export function checkDates(license: License, now: Instant): Refusal | null {
  if (license.engagedAt === null && license.activateBy !== null && license.activateBy <= now) {
    return refuse('activation_window_closed', { activateBy: license.activateBy });
  }
  if (liesAhead(license, now)) {
    return refuse('not_yet_valid', { startsAt: license.startedAt });
  }
  // One that its order has started has grace after its end, but not for a first activation (R2.3).
  const tooLate = license.engagedAt === null && license.notAfter !== null && license.notAfter <= now;
  return tooLate || hasEnded(license, now) ? refuse('license_expired') : null;
}

/**
 * Whether a license on a device is one that a second code must respect (R6.0): neither ended, suspended nor blocked. So
 * after expiry a new code simply works (R5.6).
 */
export function isRunning(license: License, now: Instant): boolean {
  return !hasEnded(license, now) && license.suspended === null && license.blocked === null;
}
