/** A code takes its place on a device: who goes, who waits (R6). */
import { end } from './dates.ts';
import { start } from './hand-over.ts';
import { endAsReserve } from './place.ts';
import { type ModelActivation, type ModelSlot, remember, type Shop, standingIn, vacate } from './shop.ts';

/** @returns the warnings of the answer */
export function settleIn(shop: Shop, slot: ModelSlot, one: ModelActivation, role: 'active' | 'reserve'): string[] {
  const { license } = one;
  license.engagedAt ??= shop.now;
  if (role === 'reserve') {
    // R6.2: only a reserve that has ended is displaced.
    if (slot.reserve !== license) dropReserve(shop, slot, one, 'replaced');
    slot.reserve = license;
    one.standing = 'reserve';
    return [];
  }
  const before = slot.front;
  if (before !== license) {
    for (const old of standingIn(shop, slot, 'active')) if (old !== one) vacate(shop, old, 'replaced');
  }
  slot.dueSince = null;
  one.standing = 'active';
  if (slot.reserve === license) moveUp(shop, slot);
  start(license, shop.now);
  remember(slot, license);
  return before === license ? [] : keepReserve(shop, slot);
}

/** The reserve of a device comes into force with all that it has there. */
export function moveUp(shop: Shop, slot: ModelSlot): void {
  for (const waiting of standingIn(shop, slot, 'reserve')) waiting.standing = 'active';
  slot.reserve = null;
  slot.dueSince = null;
}

type Dropped = 'replaced' | 'released';

function dropReserve(shop: Shop, slot: ModelSlot, except: ModelActivation | null, how: Dropped): void {
  for (const waiting of standingIn(shop, slot, 'reserve')) if (waiting !== except) vacate(shop, waiting, how);
  slot.reserve = null;
  slot.dueSince = null;
}

/** R6.7: a reserve stays behind a new license in force, unless it would end sooner. */
function keepReserve(shop: Shop, slot: ModelSlot): string[] {
  const { front, reserve } = slot;
  if (front === null || reserve === null) return [];
  const until = end(front);
  if (until !== Number.POSITIVE_INFINITY && endAsReserve(shop, reserve, until) > until) return [];
  dropReserve(shop, slot, null, 'released');
  return [`reserve_released:${reserve.id}`];
}
