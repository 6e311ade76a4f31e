import type { Draft } from './draft.ts';
import { withoutHeld } from './history.ts';
import { HOUR, type Instant, YEAR } from './instant.ts';
import type { License } from './license.ts';
import { type Refusal, refuse } from './refusal.ts';
import { stopWaiting } from './reserve-wait.ts';
import type { Seat } from './seat.ts';
import { releaseSeat, type SeatRelease } from './seat-release.ts';
import { depart, findHeld, type Slot } from './slot.ts';
import { departedBy } from './take-over.ts';

/** When the owner may free a seat: after the cool-down that keeps seats from being passed around (R4.3). */
export function freeableAt(license: License, seat: { readonly activatedAt: Instant }): Instant {
  return seat.activatedAt + license.plan.selfService.cooldownHours * HOUR;
}

/**
 * Whether the owner may free this seat now (R4.3); support and operators are not asked. One that is held was released
 * before: asking again costs nothing.
 */
export function checkOwnerRelease(license: License, seat: Seat, now: Instant): Refusal | null {
  if (seat.heldUntil !== null) return null;
  const { releasesPerYear } = license.plan.selfService;
  const recent = recentReleases(license, now);
  if (recent.length >= releasesPerYear) {
    return refuse('release_quota_exceeded', { releasesPerYear, nextReleaseAt: nextRelease(recent, releasesPerYear) });
  }
  const from = freeableAt(license, seat);
  return now < from ? refuse('release_cooldown', { freeableAt: from }) : null;
}

function recentReleases(license: License, now: Instant): readonly Instant[] {
  return license.releases.filter((at) => now - at < YEAR);
}

function nextRelease(recent: readonly Instant[], perYear: number): Instant | null {
  const oldest = recent[recent.length - perYear];
  return oldest === undefined ? null : oldest + YEAR;
}

/**
 * Frees a seat from outside: by the owner or an operator (R4.3). A reserve goes on waiting, so that nobody else can start
 * its term (R6.6).
 * @param slot the slot of the device that holds the seat
 * @returns the slot without the activation, and when the seat is free
 */
export function freeFromOutside(
  draft: Draft,
  slot: Slot,
  seat: Seat,
  by: 'owner' | 'operator',
): { readonly slot: Slot; readonly seatFreeAt: Instant } | null {
  const held = findHeld(slot, seat.nonce);
  if (held === null) return null;
  const { device, family } = slot;
  const release: SeatRelease = { license: seat.license, device, family, by, mayHold: true };
  const seatFreeAt = releaseSeat(draft, held.activation, release);
  if (by === 'owner') draft.change(seat.license, (license) => countRelease(license, draft.now));
  const after = withoutHeld(slot, held, draft.license(held.holding.license));
  const inForce = slot.inForce?.license;
  // Without a license in force there is nothing to wait behind; nor without a reserve.
  if (after[held.place] === null && slot.reserve !== null && inForce !== undefined) {
    stopWaiting(draft, slot, slot.reserve.license, inForce);
  }
  const gone = departedBy('released', seat.license, held.activation, draft.now, seatFreeAt);
  return { slot: { ...after, departed: depart(slot, gone) }, seatFreeAt };
}

function countRelease(license: License, now: Instant): License {
  return { ...license, releases: [...recentReleases(license, now), now] };
}
