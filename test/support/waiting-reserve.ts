import type { License } from '../../functions/core/license.ts';
import type { Slot } from '../../functions/core/slot.ts';
import { settleSlot } from '../../functions/core/take-over.ts';
import { aHolding, aLicense, anActivation, aSlot, byId, day, nonceOf, PRODUCTS, T0 } from './states.ts';

/** In force until day 365, with `lic_b` waiting behind it since day 1. */
export const front = aLicense({ startedAt: T0 });
export const behind = aLicense({ id: 'lic_b', fronts: { lic_a: { slots: 1, since: day(1) } }, engagedAt: day(1) });
export const reserve = aHolding('lic_b', [anActivation({ nonce: nonceOf('b') })], day(1));
export const slot = aSlot({ inForce: aHolding('lic_a'), reserve });

/** The slot, or another one, as the catalog and these licenses leave it at an instant. */
export function standing(
  now: number,
  licenses: readonly License[] = [front, behind],
  of: Slot = slot,
  products = PRODUCTS,
) {
  return settleSlot(of, byId(...licenses), products, now);
}
