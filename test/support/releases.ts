/** A full license, and a device that asks to free the seat of another one. */
import type { ActivationOutcome, ActivationWorld } from '../../functions/core/activation/command.ts';
import { decideActivation } from '../../functions/core/activation/decide.ts';
import type { License } from '../../functions/core/license.ts';
import { type Seat, seatOf } from '../../functions/core/seat.ts';
import type { Slot } from '../../functions/core/slot.ts';
import { aCommand, aWorld } from './scenes.ts';
import { aHolding, aLicense, anActivation, aPlan, aSlot, day, nonceOf, T0 } from './states.ts';

export const plan = aPlan({ seats: { desktop: 1, mobile: 1 } });
export const holding = { ...plan, lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } };
export const now = day(10);

export function taken(over: Partial<License> = {}, held: readonly number[] = []): License {
  const license = aLicense({ plan, startedAt: T0, ...over });
  const counter = { limit: 1, used: 1, held };
  return { ...license, seats: { ...license.seats, desktop: { counter, sharded: false, shards: [] } } };
}

const otherActivation = anActivation({ nonce: nonceOf('o') });
export const otherSlot = aSlot({ device: 'device-2', inForce: aHolding('lic_a', [otherActivation]) });
export const otherSeat = seatOf({ license: 'lic_a', device: 'device-2', family: 'office' }, otherActivation, 'active');

export function asking(
  license: License,
  over: Partial<ActivationWorld> = {},
  seat: Seat = otherSeat,
  slot: Slot | null = otherSlot,
): ActivationOutcome {
  const world = aWorld([license], { now, releasable: { seat, slot }, ...over });
  return decideActivation(world, aCommand('lic_a', { releaseSeat: true }));
}
