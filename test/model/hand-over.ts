/**
 * Time in the model is eager where the service computes: what falls due happens at its own instant, in order, the moment
 * the clock passes it. So whatever the service finds out later must come to the same (R2.6, R6.3, R6.5).
 */
import { end, endFrom, hasEnded } from './dates.ts';
import { misfit } from './fit.ts';
import {
  type ModelActivation,
  type ModelLicense,
  type ModelSlot,
  productOf,
  remember,
  type Shop,
  standingIn,
  vacate,
} from './shop.ts';

/** Moves the clock, with everything that happens on the way. */
export function passTime(shop: Shop, to: number): void {
  for (;;) {
    const next = shop.slots
      .filter(({ front, reserve, dueSince }) => front !== null && reserve !== null && dueSince === null)
      .map((slot) => ({ slot, at: slot.front === null ? to : end(slot.front) }))
      .sort((a, b) => a.at - b.at)[0];
    if (next === undefined || next.at > to) break;
    next.slot.dueSince = next.at;
    handOver(shop, next.slot);
  }
  shop.now = to;
  // Reserves that were unfit at their instant, and may be fit by now (R6.3).
  for (const slot of shop.slots) if (slot.dueSince !== null) handOver(shop, slot);
}

function handOver(shop: Shop, slot: ModelSlot): void {
  const { reserve, dueSince: at } = slot;
  if (reserve === null || at === null) return;
  start(reserve, at);
  if (whyUnfit(reserve, standingIn(shop, slot, 'reserve'), at) !== null) return;
  const waiting = standingIn(shop, slot, 'reserve');
  for (const one of standingIn(shop, slot, 'active')) {
    vacate(shop, one, 'former', at);
    one.promoted = waiting.find(({ seatClass }) => seatClass === one.seatClass) ?? waiting[0] ?? null;
  }
  for (const one of waiting) one.standing = 'active';
  slot.reserve = null;
  slot.dueSince = null;
  remember(slot, reserve);
}

/** Starts a term, unless it runs or can run no more. */
export function start(license: ModelLicense, at: number): void {
  if (license.startedAt === null && !hasEnded(license, at)) license.startedAt = at;
}

/** Why a reserve may not be in force: what was so before its instant, not what came later (R6.3). */
export function whyUnfit(license: ModelLicense, activations: readonly ModelActivation[], at: number): string | null {
  const wasSet = (flag: number | null) => flag !== null && flag < at;
  if (wasSet(license.revokedAt)) return 'license_revoked';
  if (wasSet(license.blockedAt)) return 'license_blocked';
  if (wasSet(license.suspendedAt)) return 'license_suspended';
  if (endFrom(license, at) <= at) return 'license_expired';
  for (const one of activations) {
    const found = misfit(license, productOf(one.product), one);
    if (found !== null) return found.code;
  }
  return null;
}

/** The earliest end of the licenses that an unstarted one waits behind (R6.4). */
export function startsAt(shop: Shop, license: ModelLicense): number {
  const ends = shop.slots.flatMap(({ front, reserve, dueSince }) =>
    reserve === license && front !== null ? [dueSince ?? end(front)] : [],
  );
  return Math.min(...ends, Number.POSITIVE_INFINITY);
}
