/** Where a code goes on a device that has a license already (R5.4, R5.5, R6). */
import { type Expected, refused, written } from './answers.ts';
import { daysLeft, end, endFrom, hasEnded, isRunning } from './dates.ts';
import { startsAt } from './hand-over.ts';
import type { ModelLicense, ModelSlot, Shop } from './shop.ts';

export interface Place {
  readonly role: 'active' | 'reserve';
  readonly forfeitedDays: number | null;
}

/** What an earlier answer asked to confirm. */
export interface Confirmation {
  readonly slot: ModelSlot;
  readonly front: ModelLicense;
  readonly code: ModelLicense;
  readonly days: number | null;
  readonly askedAt: number;
}

const CONFIRM_WITHIN = 15 * 60_000;

/** The license that a code must respect: R6.0 lets it pass an ended or stopped one, R5.5 a trial. */
function respected(shop: Shop, { front }: ModelSlot, code: ModelLicense): ModelLicense | null {
  if (front === null || front === code || !isRunning(front, shop.now)) return null;
  return front.plan.kind === 'trial' && code.plan.kind !== 'trial' ? null : front;
}

/** R6.8. */
export function refuseSubscription(shop: Shop, slot: ModelSlot, code: ModelLicense, replace: boolean): Expected | null {
  const front = respected(shop, slot, code);
  if (front === null || replace || slot.reserve === code) return null;
  if (front.plan.kind === 'subscription') return refused('subscription_in_use');
  return code.plan.kind === 'subscription' ? refused('subscription_as_reserve') : null;
}

export function place(
  shop: Shop,
  slot: ModelSlot,
  code: ModelLicense,
  { replace, confirmed }: { readonly replace: boolean; readonly confirmed: Confirmation | null },
): Place | Expected {
  const { front: old } = slot;
  if (old === null || old === code) return { role: 'active', forfeitedDays: 0 };
  const front = respected(shop, slot, code);
  if (front === null) {
    return { role: 'active', forfeitedDays: isRunning(old, shop.now) ? daysLeft(old, shop.now) : 0 };
  }
  if (replace || code.plan.kind === 'trial') {
    const days = daysLeft(front, shop.now);
    const good =
      confirmed !== null &&
      confirmed.slot === slot &&
      confirmed.front === front &&
      confirmed.code === code &&
      confirmed.days === days &&
      shop.now - confirmed.askedAt < CONFIRM_WITHIN;
    if (good) return { role: 'active', forfeitedDays: days };
    return refused('replacement_confirmation_required', { forfeitedDays: days });
  }
  if (slot.reserve === code) return { role: 'reserve', forfeitedDays: 0 };
  return placeInReserve(shop, slot, code, front);
}

/** R6.1, R6.2. */
function placeInReserve(shop: Shop, { reserve }: ModelSlot, code: ModelLicense, front: ModelLicense): Place | Expected {
  if (reserve !== null && !hasEnded(reserve, shop.now)) return refused('reserve_exists');
  const frontEnd = end(front);
  const ownEnd = frontEnd === Number.POSITIVE_INFINITY ? frontEnd : endAsReserve(shop, code, frontEnd);
  if (ownEnd > frontEnd || (ownEnd === Number.POSITIVE_INFINITY && frontEnd < ownEnd)) {
    return { role: 'reserve', forfeitedDays: 0 };
  }
  const known = frontEnd === Number.POSITIVE_INFINITY ? null : written(ownEnd);
  return refused('reserve_expires_sooner', { activeEndsAt: written(frontEnd), reserveEndsAt: known });
}

/** When a license would end that waits behind an end (R6.2), or behind an earlier one elsewhere (R6.4). */
export function endAsReserve(shop: Shop, license: ModelLicense, frontEnd: number): number {
  return endFrom(license, Math.min(frontEnd, startsAt(shop, license)));
}
