/** Terms and states, from stored instants and now. "Never" is Infinity here. */
import { DAY, type ModelLicense } from './shop.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** R2.1. */
export function expiry({ startedAt, term, notAfter }: ModelLicense): number {
  if (startedAt === null) return NEVER;
  return Math.min(term === null ? NEVER : startedAt + term, notAfter ?? NEVER);
}

/** When time alone ends it: expiry and grace, or `notAfter` where nobody has started it (R2.3, R6.0). */
export function timeEnd(license: ModelLicense): number {
  if (license.startedAt === null) return license.notAfter ?? NEVER;
  return expiry(license) + license.plan.graceDays * DAY;
}

/** R6.0. */
export function end(license: ModelLicense): number {
  return Math.min(timeEnd(license), license.revokedAt ?? NEVER);
}

export function hasEnded(license: ModelLicense, now: number): boolean {
  return end(license) <= now;
}

/** The end, were the term to start at an instant unless it runs already (R6.2). */
export function endFrom(license: ModelLicense, start: number): number {
  const starts = license.startedAt === null && !hasEnded(license, start);
  return end(starts ? { ...license, startedAt: start } : license);
}

/** R2.3: an order date that is still ahead. */
export function isAhead({ startedAt }: ModelLicense, now: number): boolean {
  return startedAt !== null && startedAt > now;
}

/** R2.4. */
export function daysLeft(license: ModelLicense, now: number): number | null {
  const until = expiry(license);
  if (until === NEVER || isAhead(license, now)) return null;
  return Math.max(0, Math.ceil((until - now) / DAY));
}

/** Content after this is too new: the end once passed (R8.4), or the end of maintenance (R2.9). */
export function contentEnd(license: ModelLicense, now: number): number {
  const { startedAt, maintenance } = license;
  const maintained = startedAt === null || maintenance === null ? NEVER : startedAt + maintenance;
  return Math.min(maintained, hasEnded(license, now) ? end(license) : NEVER);
}

/** R9.2: until when a block is tolerated. */
export function toleratedUntil({ blockedAt, plan }: ModelLicense): number {
  return blockedAt === null ? NEVER : blockedAt + plan.blockToleranceDays * DAY;
}

/** R6.0: neither ended nor stopped. */
export function isRunning(license: ModelLicense, now: number): boolean {
  return !hasEnded(license, now) && license.suspendedAt === null && license.blockedAt === null;
}

/** R9.4: the first that applies. */
export function state(license: ModelLicense, now: number): string {
  if (license.revokedAt !== null) return 'revoked';
  if (license.blockedAt !== null) return 'blocked';
  if (license.suspendedAt !== null) return 'suspended';
  if (hasEnded(license, now)) return 'expired';
  if (expiry(license) <= now) return 'grace';
  return license.startedAt !== null && license.startedAt <= now ? 'active' : 'issued';
}
