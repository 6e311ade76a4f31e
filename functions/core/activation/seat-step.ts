import { Draft } from '../draft.ts';
import { checkOwnerRelease, freeFromOutside } from '../owner-release.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { persistTakeOver } from '../reserve-wait.ts';
import { checkCount, reseat, seat } from '../seat-taking.ts';
import type { Departed, Slot } from '../slot.ts';
import { settleSlot } from '../take-over.ts';
import type { ActivationCommand, ActivationOutcome, ActivationWorld } from './command.ts';

type Refused = Extract<ActivationOutcome, { refusal: object }>;

/**
 * Takes the seat of a new activation: the device's own held one (R4.4), a free one (R4.2), or one that the owner asks to
 * free (R4.3). The activation count comes first (section 15).
 */
export function takeSeatFor(
  draft: Draft,
  world: ActivationWorld,
  slot: Slot,
  command: ActivationCommand,
): { readonly shard: number } | Refused {
  const { now } = draft;
  const { license: id, product } = command;
  const exceeded = checkCount(draft.license(id), product.seatClass, now);
  if (exceeded !== null) return { refusal: exceeded, transition: null };
  const held = heldHere(slot, id, product.seatClass, now);
  const own = held === null ? null : reseat(draft.license(id), held, now);
  if (held !== null && own !== null) {
    draft.change(id, () => own.license);
    draft.changeSeat({ remove: held, heldUntil: held.seatFreeAt });
    return own;
  }
  const seated = seat(draft.license(id), product.seatClass, slot.device, now);
  if (!isRefusal(seated)) {
    draft.change(id, () => seated.license);
    return seated;
  }
  return command.releaseSeat ? freeAndTake(draft, world, slot, command) : { refusal: seated, transition: null };
}

/** The seat that this device released last and that is still held for it (R4.4). */
function heldHere(slot: Slot, license: string, seatClass: string, now: number): Departed | null {
  const last = slot.departed.find((one) => one.license === license && one.seatClass === seatClass);
  return last !== undefined && last.seatFreeAt > now ? last : null;
}

function freeAndTake(
  draft: Draft,
  world: ActivationWorld,
  slot: Slot,
  command: ActivationCommand,
): { readonly shard: number } | Refused {
  const { license: id, product } = command;
  const refused = (refusal: Refused['refusal']): Refused => ({ refusal, transition: null });
  const { releasable, licenses } = world;
  if (command.codeRotated) return refused(refuse('code_rotated'));
  if (releasable === null || releasable.slot === null || releasable.seat.seatClass !== product.seatClass) {
    return refused(refuse('seat_unknown'));
  }
  const limit = checkOwnerRelease(draft.license(id), releasable.seat, draft.now);
  if (limit !== null) return refused(limit);
  // Where the plan holds seats the release stands alone: the activation that asked for it is refused (R4.4).
  const holds = draft.license(id).plan.lease.holdSeatUntilLeaseEnds;
  const release = holds ? new Draft(draft.now, licenses) : draft;
  const standing = settleSlot(releasable.slot, licenses, world.products, draft.now);
  persistTakeOver(release, releasable.slot, standing);
  const freed = freeFromOutside(release, standing.slot, releasable.seat, 'owner');
  if (freed === null && standing.takeOver === null) return refused(refuse('seat_unknown'));
  release.changeSlot(releasable.slot, freed?.slot ?? standing.slot);
  const seated = seat(release.license(id), product.seatClass, slot.device, draft.now);
  if (!isRefusal(seated)) {
    draft.change(id, () => seated.license);
    return seated;
  }
  const fields = { ...seated.fields, seatFreeAt: freed?.seatFreeAt ?? draft.now };
  return { refusal: { ...seated, fields }, transition: release.close() };
}
