import { addActivation, countActivations } from './activation-tally.ts';
import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { type Refusal, refuse } from './refusal.ts';
import {
  counterAt,
  countInShard,
  countPool,
  mayCountInShard,
  retakeSeat,
  type SeatPool,
  takeSeat,
  withCounter,
} from './seat-pool.ts';

/** A license with a seat taken and the activation counted, and the shard that holds the seat. */
export interface Seated {
  readonly license: License;
  readonly shard: number;
}

/** `activationsPerSeat × sum of all seats` (R3.3); null when the seats of some class are unlimited. */
export function activationLimit(license: License): number | null {
  let seats = 0;
  for (const { counter } of Object.values(license.seats)) {
    if (counter.limit === null) return null;
    seats += counter.limit;
  }
  return license.plan.activationsPerSeat * seats;
}

/**
 * Whether one more new activation in this class is within the activation count (R3.3). Large classes count apart, in
 * their shards, each up to its share; that two counts stand beside each other can only forgive.
 */
export function checkCount(license: License, seatClass: string, now: Instant): Refusal | null {
  const pool = license.seats[seatClass];
  const room = pool?.sharded
    ? pool.shards.some((shard) => mayCountInShard(shard, license.plan.activationsPerSeat, now))
    : hasRoom(license, now);
  return room ? null : refuse('activation_count_exceeded', { limit: activationLimit(license) });
}

function hasRoom(license: License, now: Instant): boolean {
  const limit = activationLimit(license);
  return limit === null || countActivations(license.tally, now) < limit;
}

/** Counts a successful activation, whether or not it takes a seat (R3.2, R3.3). */
export function countActivation(license: License, seatClass: string, shard: number, now: Instant): License {
  const pool = license.seats[seatClass];
  if (pool === undefined || !pool.sharded) return { ...license, tally: addActivation(license.tally, now) };
  const shards = pool.shards.map((one, index) => (index === shard ? countInShard(one, now) : one));
  return { ...license, seats: { ...license.seats, [seatClass]: { ...pool, shards } } };
}

/**
 * Takes a seat of a class (R4.1, R4.2) and counts the activation.
 * @param device decides which shard of a large class is tried first, so that devices spread (R4.6)
 * @returns `seat_limit_reached` when none is free
 */
export function seat(license: License, seatClass: string, device: string, now: Instant): Seated | Refusal {
  const pool = license.seats[seatClass];
  if (pool === undefined) return refuse('seat_limit_reached', { class: seatClass, limit: 0, used: 0 });
  const order = shardOrder(pool, device);
  const mayCount = order.filter((index) => mayCountAt(pool, index, license.plan.activationsPerSeat, now));
  // A shard that has a seat but no count left takes the device all the same, as long as another one can count it.
  for (const index of [...mayCount, ...order]) {
    const counter = takeSeat(counterAt(pool, index), now);
    if (counter === null) continue;
    const seats = { ...license.seats, [seatClass]: withCounter(pool, index, counter) };
    const counted = mayCount.includes(index) ? index : (mayCount[0] ?? index);
    return { license: countActivation({ ...license, seats }, seatClass, counted, now), shard: index };
  }
  return refuse('seat_limit_reached', { class: seatClass, limit: pool.counter.limit, used: countPool(pool, now) });
}

/** Takes a held seat back for the device that released it (R4.4); null when it was handed on. */
export function reseat(
  license: License,
  held: { readonly seatClass: string; readonly shard: number; readonly seatFreeAt: Instant },
  now: Instant,
): Seated | null {
  const pool = license.seats[held.seatClass];
  if (pool === undefined) return null;
  const order = pool.sharded ? [held.shard, ...pool.shards.keys()] : [0];
  for (const index of order) {
    const counter = retakeSeat(counterAt(pool, index), held.seatFreeAt);
    if (counter === null) continue;
    const seats = { ...license.seats, [held.seatClass]: withCounter(pool, index, counter) };
    return { license: countActivation({ ...license, seats }, held.seatClass, index, now), shard: index };
  }
  return null;
}

function shardOrder(pool: SeatPool, device: string): readonly number[] {
  if (!pool.sharded) return [0];
  const first = spread(device) % Math.max(1, pool.shards.length);
  return pool.shards.map((_, index) => (first + index) % pool.shards.length);
}

function mayCountAt(pool: SeatPool, index: number, activationsPerSeat: number, now: Instant): boolean {
  const shard = pool.sharded ? pool.shards[index] : undefined;
  return shard === undefined || mayCountInShard(shard, activationsPerSeat, now);
}

function spread(device: string): number {
  let sum = 0;
  for (const symbol of device) sum = (sum * 31 + (symbol.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}
