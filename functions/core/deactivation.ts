import { bringIntoForce } from './activation/apply.ts';
import { Draft } from './draft.ts';
import { withoutHeld } from './history.ts';
import { freeFromOutside } from './owner-release.ts';
import { type Refusal, refuse } from './refusal.ts';
import { persistTakeOver, stopWaiting } from './reserve-wait.ts';
import type { Seat } from './seat.ts';
import { releaseSeat } from './seat-release.ts';
import { depart, findActivation, findHeld, type Holding, type Slot, successorIn } from './slot.ts';
import { departedBy, type Licenses, type Products, settleSlot, unfitAt } from './take-over.ts';
import type { Transition } from './transition.ts';

/** What a release may depend on, as it was read. */
export interface ReleaseWorld {
  readonly now: number;
  readonly slot: Slot;
  readonly licenses: Licenses;
  readonly products: Products;
}

/** What a deactivation comes to; a repeated one gives the same answer. */
export interface Released {
  readonly seatFreeAt: number;
  /** The license and nonce of the activation that was promoted (R6.6), or that had taken over before (R6.3). */
  readonly promoted: { readonly license: string; readonly nonce: string } | null;
  readonly transition: Transition;
}

/** The device gives up its own activation (R4.3); its reserve comes into force at once (R6.6). */
export function decideDeactivation(world: ReleaseWorld, id: { license: string; nonce: string }): Released {
  const draft = new Draft(world.now, world.licenses);
  const standing = settleSlot(world.slot, world.licenses, world.products, world.now);
  persistTakeOver(draft, world.slot, standing);
  const slot = standing.slot;
  const gone = slot.departed.find(({ nonce }) => nonce === id.nonce);
  const held = findHeld(slot, id.nonce);
  if (held === null) {
    const promoted = gone?.promoted == null ? null : named(slot, gone.promoted);
    draft.changeSlot(world.slot, slot);
    return { seatFreeAt: gone?.seatFreeAt ?? world.now, promoted, transition: draft.close() };
  }
  const { place, holding, activation } = held;
  const { device, family } = slot;
  const release = { license: holding.license, device, family, by: 'device', mayHold: true } as const;
  const seatFreeAt = releaseSeat(draft, activation, release);
  const after = withoutHeld(slot, held, draft.license(holding.license));
  const isLast = after[place] === null;
  const next = isLast && place === 'inForce' ? promoteReserve(draft, world, slot, after) : after;
  if (isLast && place === 'reserve' && slot.inForce !== null) {
    stopWaiting(draft, slot, holding.license, slot.inForce.license);
  }
  const promoted = promotedIn(slot.reserve, next, activation.seatClass);
  const memory = departedBy('released', holding.license, activation, world.now, seatFreeAt, promoted?.nonce ?? null);
  draft.changeSlot(world.slot, { ...next, departed: depart(next, memory) });
  return { seatFreeAt, promoted, transition: draft.close() };
}

/** A reserve that is fit comes into force now; an unfit one goes on waiting (R6.3, R6.6). */
function promoteReserve(draft: Draft, world: ReleaseWorld, before: Slot, slot: Slot): Slot {
  if (slot.reserve === null) return slot;
  const { license } = slot.reserve;
  const next = draft.license(license);
  // A flag that has been read is set, whatever the clock of whoever set it said.
  const flagged = next.revoked ?? next.blocked ?? next.suspended;
  if (flagged === null && unfitAt(next, slot.reserve, world.products, world.now) === null) {
    return bringIntoForce(draft, before, slot, license, null);
  }
  if (before.inForce !== null) stopWaiting(draft, slot, license, before.inForce.license);
  return slot;
}

/** An activation that this device has or had, with its license. */
function named({ inForce, reserve, departed }: Slot, nonce: string): Released['promoted'] {
  const holding = [inForce, reserve].find((one) => findActivation(one, nonce) !== null);
  const license = holding?.license ?? departed.find((one) => one.nonce === nonce)?.license;
  return license === undefined ? null : { license, nonce };
}

function promotedIn(reserve: Holding | null, slot: Slot, seatClass: string): Released['promoted'] {
  if (reserve === null || slot.inForce?.license !== reserve.license) return null;
  const activation = successorIn(reserve, seatClass);
  return activation === null ? null : { license: reserve.license, nonce: activation.nonce };
}

/**
 * An owner (within quota and cool-down, which the caller has checked) or an operator frees a seat (R4.3, R6.6). Freeing
 * one that is held already changes nothing (R4.4).
 */
export function decideRelease(
  world: ReleaseWorld,
  seat: Seat,
  by: 'owner' | 'operator',
): { readonly seatFreeAt: number; readonly transition: Transition } | Refusal {
  const draft = new Draft(world.now, world.licenses);
  if (seat.heldUntil !== null) return { seatFreeAt: seat.heldUntil, transition: draft.close() };
  const standing = settleSlot(world.slot, world.licenses, world.products, world.now);
  persistTakeOver(draft, world.slot, standing);
  const freed = freeFromOutside(draft, standing.slot, seat, by);
  if (freed === null) return refuse('seat_unknown');
  draft.changeSlot(world.slot, freed.slot);
  return { seatFreeAt: freed.seatFreeAt, transition: draft.close() };
}
