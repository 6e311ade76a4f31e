import { type ActivationTally, addActivation, countActivations, EMPTY_TALLY } from './activation-tally.ts';
import type { Instant } from './instant.ts';

/** Classes with more seats than this, or without a limit, are counted in shards (R4.6). */
const MAX_SINGLE_COUNTER = 500;

/** How many shards a large class has: DynamoDB refuses concurrent transactions on one item (R4.6). */
export const SHARDS = 16;

/** A counter of seats; `used` includes held ones, whose instants of becoming free are in `held` (R4.4). */
export interface SeatCounter {
  readonly limit: number | null;
  readonly used: number;
  readonly held: readonly Instant[];
}

/** One of the counters of a large class, with its own share of the activation count (R3.3). */
export interface CounterShard extends SeatCounter {
  readonly tally: ActivationTally;
  readonly guard: number;
}

/**
 * The seats of one class. A small class counts in the license itself; a large one in shards, which are empty
 * here while they have not been read: then only `counter.limit` is meaningful and `counter.used` may be a minute old.
 */
export interface SeatPool {
  readonly counter: SeatCounter;
  readonly sharded: boolean;
  readonly shards: readonly CounterShard[];
}

/** Whether a class of this size is counted in shards (R4.6). */
export function isLarge(limit: number | null): boolean {
  return limit === null || limit > MAX_SINGLE_COUNTER;
}

/** The pool of a class that nobody sits in yet. */
export function newPool(limit: number | null, guard: number): SeatPool {
  const counter = { limit, used: 0, held: [] };
  if (!isLarge(limit)) return { counter, sharded: false, shards: [] };
  const shards = shares(limit).map((share) => ({ limit: share, used: 0, held: [], tally: EMPTY_TALLY, guard }));
  return { counter, sharded: true, shards };
}

/** Equal parts of a whole, the larger ones first. */
export function divide(whole: number, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, index) => Math.floor(whole / parts) + (index < whole % parts ? 1 : 0));
}

/** Equal shares of a limit, which add up to it. */
export function shares(limit: number | null): readonly (number | null)[] {
  return limit === null ? Array.from({ length: SHARDS }, () => null) : divide(limit, SHARDS);
}

/** Seats in use at `now`; a held seat stops counting at its instant, swept or not (R4.4, R2.6). */
export function countUsed(counter: SeatCounter, now: Instant): number {
  return counter.used - counter.held.filter((freeAt) => freeAt <= now).length;
}

/** Seats of a class in use at `now`. */
export function countPool(pool: SeatPool, now: Instant): number {
  if (pool.shards.length === 0) return countUsed(pool.counter, now);
  return pool.shards.reduce((sum, shard) => sum + countUsed(shard, now), 0);
}

/** The counter with one more seat taken, or null when none is free (R4.2). A seat whose hold is over is handed on. */
export function takeSeat<C extends SeatCounter>(counter: C, now: Instant): C | null {
  if (counter.limit === null || counter.used < counter.limit) return { ...counter, used: counter.used + 1 };
  const over = counter.held.filter((freeAt) => freeAt <= now);
  const used = counter.used - over.length;
  if (over.length === 0 || used >= counter.limit) return null;
  return { ...counter, used: used + 1, held: counter.held.filter((freeAt) => freeAt > now) };
}

/** The counter with a seat given back at once, or held until `freeAt` (R4.4). */
export function giveSeat<C extends SeatCounter>(counter: C, freeAt: Instant | null): C {
  if (freeAt === null) return { ...counter, used: counter.used - 1 };
  return { ...counter, held: [...counter.held, freeAt].sort((a, b) => a - b) };
}

/** The counter with a held seat taken back by its own device (R4.4), or null when it was handed on meanwhile. */
export function retakeSeat<C extends SeatCounter>(counter: C, freeAt: Instant): C | null {
  const rest = withoutHeld(counter, freeAt);
  return rest === null ? null : { ...counter, held: rest };
}

/** The counter after the sweep has freed a seat held until `freeAt` (R13.2); unchanged when it was handed on. */
export function dropHeldSeat<C extends SeatCounter>(counter: C, freeAt: Instant): C {
  const rest = withoutHeld(counter, freeAt);
  return rest === null ? counter : { ...counter, used: counter.used - 1, held: rest };
}

function withoutHeld(counter: SeatCounter, freeAt: Instant): readonly Instant[] | null {
  const at = counter.held.indexOf(freeAt);
  return at === -1 ? null : counter.held.filter((_, index) => index !== at);
}

/** Replaces the counter at `index`: of the license itself for a small class, of a shard for a large one. */
export function withCounter(pool: SeatPool, index: number, counter: SeatCounter): SeatPool {
  if (!pool.sharded) return { ...pool, counter };
  return { ...pool, shards: pool.shards.map((shard, at) => (at === index ? { ...shard, ...counter } : shard)) };
}

/** The counter at `index` (R4.6). */
export function counterAt(pool: SeatPool, index: number): SeatCounter {
  return (pool.sharded ? pool.shards[index] : undefined) ?? pool.counter;
}

/** The shard with one more activation counted (R3.3). */
export function countInShard(shard: CounterShard, now: Instant): CounterShard {
  return { ...shard, tally: addActivation(shard.tally, now) };
}

/** Whether a shard's share of the activation count has room (R3.3). */
export function mayCountInShard(shard: CounterShard, activationsPerSeat: number, now: Instant): boolean {
  return shard.limit === null || countActivations(shard.tally, now) < activationsPerSeat * shard.limit;
}
