import { EMPTY_TALLY } from '../activation-tally.ts';
import type { License } from '../license.ts';
import { type CounterShard, divide, isLarge, newPool, type SeatPool, SHARDS, shares } from '../seat-pool.ts';

/** The seats of a license with new limits for some classes; nobody is evicted (R4.6). */
export function resizeSeats(license: License, limits: Readonly<Record<string, number | null>>): License['seats'] {
  const resized = Object.entries(limits).map(([seatClass, limit]) => {
    const pool = license.seats[seatClass];
    return [
      seatClass,
      pool === undefined ? newPool(limit, license.guard) : resize(pool, limit, license.guard),
    ] as const;
  });
  return { ...license.seats, ...Object.fromEntries(resized) };
}

/** Once a class is counted in shards it stays so: a shard may be in use by an activation under way. */
function resize(pool: SeatPool, limit: number | null, guard: number): SeatPool {
  if (limit === pool.counter.limit) return pool;
  const counter = { ...pool.counter, limit };
  if (!pool.sharded && !isLarge(limit)) return { ...pool, counter };
  const shards = pool.sharded ? pool.shards : split(pool, guard);
  return { counter: { limit, used: 0, held: [] }, sharded: true, shards: reshare(shards, limit) };
}

function split(pool: SeatPool, guard: number): readonly CounterShard[] {
  return Array.from({ length: SHARDS }, (_, index) => ({
    limit: 0,
    used: index === 0 ? pool.counter.used : 0,
    held: index === 0 ? pool.counter.held : [],
    tally: EMPTY_TALLY,
    guard,
  }));
}

/** Shares out a limit, the seats in use and the held ones among them. */
function reshare(shards: readonly CounterShard[], limit: number | null): readonly CounterShard[] {
  const used = shards.reduce((sum, shard) => sum + shard.used, 0);
  const held = shards.flatMap((shard) => shard.held).sort((a, b) => a - b);
  if (limit !== null && used > limit) return overfill(shards, { limit, used, held });
  const limits = shares(limit);
  const evenly = divide(used, SHARDS);
  return shards.map((shard, index) => ({
    ...shard,
    limit: limits[index] ?? null,
    used: evenly[index] ?? 0,
    held: held.filter((_, at) => at % SHARDS === index),
  }));
}

/**
 * More seats in use than the limit: the first shard takes all that is too much and all that is held, so that no other
 * one has room, now or when a hold ends, while the class as a whole is over its limit (R4.6).
 */
function overfill(
  shards: readonly CounterShard[],
  { limit, used, held }: { readonly limit: number; readonly used: number; readonly held: readonly number[] },
): readonly CounterShard[] {
  const excess = used - limit;
  const first = Math.max(Math.ceil(limit / SHARDS), held.length - excess);
  const others = divide(limit - first, SHARDS - 1);
  return shards.map((shard, index) => {
    if (index === 0) return { ...shard, limit: first, used: first + excess, held };
    const share = others[index - 1] ?? 0;
    return { ...shard, limit: share, used: share, held: [] };
  });
}
