/** A device with a license in force and, where asked, another one that waits behind it. */
import type { Slot } from '../../functions/core/slot.ts';
import { aHolding, aLicense, anActivation, aSlot, day, nonceOf, occupied, T0 } from './states.ts';

export const WAIT = { front: 'lic_a', device: 'device-1', family: 'office' };
export const active = occupied(aLicense({ startedAt: T0 }), 'desktop', 1);
export const code = aLicense({ id: 'lic_b' });
export const slot = aSlot({ inForce: aHolding('lic_a') });
export const waiting = occupied(
  aLicense({ id: 'lic_b', engagedAt: day(1), fronts: { lic_a: { slots: 1, since: day(1) } } }),
  'desktop',
  1,
);
export const withReserve: Slot = {
  ...slot,
  reserve: aHolding('lic_b', [anActivation({ nonce: nonceOf('b') })], day(1)),
};
