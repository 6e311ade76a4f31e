/** A device with a license in force, and a code that comes to it. */
import type { Scene } from '../../functions/core/activation/placement.ts';
import type { License } from '../../functions/core/license.ts';
import type { Kind } from '../../functions/core/plan.ts';
import { aHolding, aLicense, aPlan, aSlot, byId, day, T0 } from './states.ts';

export const front = aLicense({ id: 'lic_f', startedAt: T0 });
export const code = aLicense({ id: 'lic_n' });
export const slot = aSlot({ inForce: aHolding('lic_f') });

export function scene(over: Partial<Scene> = {}, ...more: readonly License[]): Scene {
  const license = over.license ?? code;
  return {
    now: day(10),
    slot,
    licenses: byId(front, license, ...more),
    license,
    replace: false,
    confirmed: null,
    ...over,
  };
}

export function ofKind(kind: Kind, over: Partial<License> = {}) {
  return { plan: aPlan({ kind }), ...over };
}
