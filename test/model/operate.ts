/** What operators do to a license (R7.5, R9, R12.2, R4.6). */
import { type Expected, licenseBody, refused, written } from './answers.ts';
import { expiry, hasEnded, timeEnd } from './dates.ts';
import { DAY, type ModelLicense, type Shop } from './shop.ts';

export const INSTRUCTIONS = [
  'block',
  'unblock',
  'suspend',
  'resume',
  'revoke',
  'reset-activations',
  'rotate-code',
] as const;
export type Order = (typeof INSTRUCTIONS)[number] | 'extend';

/** Carries out an order; undoing what is not set, and revoking again, changes nothing. */
export function operate(shop: Shop, license: ModelLicense, order: Order, days: number): Expected {
  if (license.revokedAt !== null && order !== 'revoke') return refused('license_revoked');
  const { now } = shop;
  if (order === 'block') license.blockedAt ??= now;
  if (order === 'unblock') license.blockedAt = null;
  if (order === 'suspend') license.suspendedAt ??= now;
  if (order === 'resume') license.suspendedAt = null;
  if (order === 'revoke') license.revokedAt ??= now;
  if (order === 'reset-activations') license.counted = [];
  if (order === 'extend') extend(license, days * DAY, now);
  return { status: 200, body: {} };
}

/** R7.5. */
function extend(license: ModelLicense, added: number, now: number): void {
  const { startedAt, notAfter, plan } = license;
  if (startedAt === null) {
    if (notAfter !== null) license.notAfter = (hasEnded(license, now) ? now : notAfter) + added;
    if (license.term !== null) license.term += added;
    if (license.maintenance !== null) license.maintenance += added;
    return;
  }
  const until = expiry(license);
  // R2.9: of a perpetual license only maintenance ends.
  if (license.maintenance !== null)
    license.maintenance = Math.max(startedAt + license.maintenance, now) - startedAt + added;
  if (until === Number.POSITIVE_INFINITY) return;
  const ended = until + plan.graceDays * DAY <= now;
  const next = (ended ? now : until) + added;
  if (notAfter !== null) license.notAfter = Math.max(notAfter, next);
  if (license.term !== null) license.term = Math.max(license.term, next - startedAt);
}

export interface Patch {
  readonly seats?: Readonly<Record<string, number | null>>;
  readonly notAfter?: number | null;
  readonly regions?: readonly string[] | null;
}

export function patch(shop: Shop, license: ModelLicense, { seats, notAfter, regions }: Patch): Expected {
  if (license.revokedAt !== null) return refused('license_revoked');
  if (notAfter !== undefined) {
    const runs = license.startedAt !== null && timeEnd(license) > shop.now;
    // R2.7.
    if (runs && expiry({ ...license, notAfter }) < expiry(license)) return refused('request_invalid');
    license.notAfter = notAfter;
  }
  if (regions !== undefined) license.regions = regions;
  for (const [seatClass, limit] of Object.entries(seats ?? {})) {
    license.limits[seatClass] = limit;
    if (limit === null || limit > 500) license.large.add(seatClass);
  }
  return { status: 200, body: {} };
}

/** A license as operators see it. */
export function operatedBody(shop: Shop, license: ModelLicense) {
  return {
    ...licenseBody(shop, license),
    previousOf: license.renewedBy?.id ?? null,
    activateBy: written(license.activateBy),
    notAfter: written(license.notAfter),
    promotion: license.promotion,
    suspended: flagged(license.suspendedAt),
    blocked: flagged(license.blockedAt),
    revoked: flagged(license.revokedAt),
  };
}

function flagged(at: number | null) {
  return at === null ? null : { at: written(at), reason: 'model', actor: 'operator' };
}

/** Support forgives a device its trial (R5.3): what was paid stays. */
export function forgiveTrial(slot: { trial: ModelLicense | null }): Expected {
  const reset = slot.trial !== null;
  slot.trial = null;
  return { status: 200, body: { reset } };
}
