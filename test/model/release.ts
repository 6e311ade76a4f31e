/** Seats are given up: by the device, by the owner, by an operator (R4.3, R4.4, R6.6). */
import { type Expected, refused, written } from './answers.ts';
import { passTime, start, whyUnfit } from './hand-over.ts';
import { moveUp } from './settle-in.ts';
import {
  HOUR,
  isHeld,
  type ModelActivation,
  type ModelDevice,
  remember,
  type Shop,
  standingIn,
  vacate,
  YEAR,
} from './shop.ts';

/** The device gives up its own activation; again gives the same answer. */
export function deactivate(shop: Shop, one: ModelActivation, device: ModelDevice): Expected {
  const { slot } = one;
  if (slot.device !== device) return refused('device_mismatch');
  if (one.standing === 'active' || one.standing === 'reserve') leave(shop, one);
  // Beyond the last eight nobody knows when it was.
  const known = slot.gone.includes(one);
  const promoted = known ? (one.promoted?.id ?? null) : null;
  return { status: 200, body: { released: true, seatFreeAt: written(known ? one.seatFreeAt : shop.now), promoted } };
}

function leave(shop: Shop, one: ModelActivation): void {
  const { slot } = one;
  const wasActive = one.standing === 'active';
  vacate(shop, one, 'released');
  const left = standingIn(shop, slot, wasActive ? 'active' : 'reserve');
  if (left.length > 0) return;
  slot.dueSince = null;
  if (!wasActive) {
    slot.reserve = null;
    return;
  }
  slot.front = null;
  const { reserve } = slot;
  const waiting = standingIn(shop, slot, 'reserve');
  // What is set in this very instant counts, as somebody has seen it.
  const flag = reserve?.revokedAt ?? reserve?.blockedAt ?? reserve?.suspendedAt ?? null;
  if (reserve === null || flag !== null || whyUnfit(reserve, waiting, shop.now) !== null) return;
  one.promoted = waiting.find(({ seatClass }) => seatClass === one.seatClass) ?? waiting[0] ?? null;
  moveUp(shop, slot);
  start(reserve, shop.now);
  remember(slot, reserve);
}

/** A release from outside leaves the reserve waiting (R6.6). */
export function leaveFromOutside(shop: Shop, one: ModelActivation, by: 'owner' | 'operator'): void {
  const { slot } = one;
  const wasActive = one.standing === 'active';
  vacate(shop, one, 'released');
  if (by === 'owner') one.license.ownerReleases.push(shop.now);
  if (standingIn(shop, slot, wasActive ? 'active' : 'reserve').length > 0) return;
  slot.dueSince = null;
  if (wasActive) slot.front = null;
  else slot.reserve = null;
}

/** Quota and cool-down (R4.3). */
export function refuseOwner({ now }: Shop, { license, activatedAt }: ModelActivation): Expected | null {
  const { releasesPerYear, cooldownHours } = license.plan.selfService;
  const recent = license.ownerReleases.filter((at) => now - at < YEAR);
  if (recent.length >= releasesPerYear) {
    const oldest = recent[recent.length - releasesPerYear];
    return refused('release_quota_exceeded', { releasesPerYear, nextReleaseAt: written((oldest ?? 0) + YEAR) });
  }
  const freeableAt = activatedAt + cooldownHours * HOUR;
  return now < freeableAt ? refused('release_cooldown', { freeableAt: written(freeableAt) }) : null;
}

/** `POST /v1/seats/release` with the license's code, or an operator's `DELETE`. */
export function releaseSeat(shop: Shop, one: ModelActivation, by: 'owner' | 'operator', formerCode = false): Expected {
  const { license } = one;
  if (formerCode) return refused('code_rotated');
  if (by === 'owner') {
    if (license.revokedAt !== null) return refused('license_revoked');
    if (license.blockedAt !== null) return refused('license_blocked');
    if (license.suspendedAt !== null) return refused('license_suspended');
  }
  if (!isHeld(shop, one)) {
    if (one.standing !== 'active' && one.standing !== 'reserve') return refused('seat_unknown');
    const refusal = by === 'owner' ? refuseOwner(shop, one) : null;
    if (refusal !== null) return refusal;
    leaveFromOutside(shop, one, by);
    passTime(shop, shop.now);
  }
  return { status: 200, body: { released: true, seatFreeAt: written(one.seatFreeAt) } };
}
