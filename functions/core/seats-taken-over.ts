import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { counterAt, giveSeat, type SeatPool, withCounter } from './seat-pool.ts';
import type { Slot } from './slot.ts';
import { type Licenses, type Products, settleSlot } from './take-over.ts';
import { endOf } from './term.ts';

/**
 * Whether reserves may have taken over from a license without anybody having persisted it (R6.5): it has ended, and the
 * sweep has not been there since or must come back.
 */
export function mayHandOver(license: License, now: Instant): boolean {
  const ends = [...license.pastEnds, endOf(license) ?? Number.POSITIVE_INFINITY];
  return ends.some((end) => end <= now && (license.recheckAt !== null || license.sweptTo < end));
}

/**
 * The license with its seats as they stand: without those that a take-over has freed, persisted or not (R6.5).
 * @param slots in which reserves wait behind the license
 */
export function withoutTakenOver(
  license: License,
  slots: readonly Slot[],
  world: { readonly licenses: Licenses; readonly products: Products; readonly now: Instant },
): License {
  return slots.reduce((counted, slot) => {
    const { takeOver } = settleSlot(slot, world.licenses, world.products, world.now);
    return takeOver?.from === license.id
      ? Object.keys(slot.inForce?.activations ?? {}).reduce(freeOne, counted)
      : counted;
  }, license);
}

function freeOne(license: License, seatClass: string): License {
  const pool = license.seats[seatClass];
  if (pool === undefined) return license;
  return { ...license, seats: { ...license.seats, [seatClass]: oneLess(pool) } };
}

function oneLess(pool: SeatPool): SeatPool {
  // A large class may be at hand without its shards: then its counter is all that is known.
  if (pool.shards.length === 0) return { ...pool, counter: giveSeat(pool.counter, null) };
  const index = Math.max(
    0,
    pool.shards.findIndex(({ used, held }) => used > held.length),
  );
  return withCounter(pool, index, giveSeat(counterAt(pool, index), null));
}
