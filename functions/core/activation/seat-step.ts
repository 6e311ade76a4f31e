import { Draft } from '../draft.ts';
import { checkOwnerRelease, freeFromOutside } from '../owner-release.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { persistTakeOver } from '../reserve-wait.ts';
import { checkCount, reseat, seat } from '../seat-taking.ts';
import type { Departed, Slot } from '../slot.ts';
import { settleSlot } from '../take-over.ts';
import type { ActivationCommand, ActivationOutcome, ActivationWorld, Releasable } from './command.ts';

type Refused = Extract<ActivationOutcome, { refusal: object }>;

/**
 * Takes the seat of a new activation: the device's own held one (R4.4), a free one (R4.2), or one that the owner asks to
 * free (R4.3). The activation count comes first (docs/rules.md section 15).
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
  const { license: id, product, codeRotated } = command;
  const refused = (refusal: Refusal): Refused => ({ refusal, transition: null });
  // A rotated code lists and frees nothing (R4.3).
  if (codeRotated) return refused(refuse('code_rotated'));
  const { releasable } = world;
  if (releasable?.seat.seatClass !== product.seatClass) return refused(refuse('seat_unknown'));
  const { seat: asked } = releasable;
  const limit = checkOwnerRelease(draft.license(id), asked, draft.now);
  const freeAt = asked.heldUntil ?? freeSeat(draft, world, releasable);
  if (freeAt === null) return refused(refuse('seat_unknown'));
  if (limit !== null) return refused(limit);
  const seated = seat(draft.license(id), product.seatClass, slot.device, draft.now);
  if (!isRefusal(seated)) {
    draft.change(id, () => seated.license);
    return seated;
  }
  // The release stands alone where the seat is held: the activation that asked for it is refused (R4.4).
  const alone = new Draft(draft.now, world.licenses);
  if (asked.heldUntil === null) freeSeat(alone, world, releasable);
  return { refusal: { ...seated, fields: { ...seated.fields, seatFreeAt: freeAt } }, transition: alone.close() };
}

/** Frees the seat that the owner asked for; null when nobody sits there any more. */
function freeSeat(draft: Draft, { licenses, products }: ActivationWorld, { seat: asked, slot }: Releasable) {
  if (slot === null) return null;
  const standing = settleSlot(slot, licenses, products, draft.now);
  persistTakeOver(draft, slot, standing);
  const freed = freeFromOutside(draft, standing.slot, asked, 'owner');
  if (freed === null) return null;
  draft.changeSlot(slot, freed.slot);
  return freed.seatFreeAt;
}
