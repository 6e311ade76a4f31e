import { type ActivationTally, countActivations } from '../core/activation-tally.ts';
import type { Instant } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import type { CounterShard, SeatPool } from '../core/seat-pool.ts';
import { activationLimit } from '../core/seat-taking.ts';
import type { LicenseChange } from '../core/transition.ts';
import { changeCounter, changeTally } from './counter-change.ts';
import { writeCounter, writeShard } from './counter-item.ts';
import { Expression } from './expression.ts';
import { counterShardKey, type Key, licenseKey } from './keys.ts';
import { writeLicense } from './license-item.ts';

/** One write of a transaction that changes or guards an item. */
export interface ItemWrite {
  readonly key: Key;
  /** Null puts `item`; otherwise the expression updates, or only checks when it changes nothing. */
  readonly expression: Expression;
  readonly item?: ReturnType<typeof writeShard>;
}

/** Attributes whose change others must notice: everything but counters and the version itself. */
const COUNTED = new Set(['se', 'ta', 'tb', 'v', 'g']);

/** What admits activations; a change of it is copied to the counter shards (R4.6). */
const ADMITTING: readonly (keyof License)[] = [
  'plan',
  'suspended',
  'blocked',
  'revoked',
  'activateBy',
  'notAfter',
  'codeVersion',
  'regions',
];

/**
 * The least writes that turn a license as it was read into what a decision has made of it. Whatever is not a counter is
 * written under the license's version; seats and counts are added to, so that devices do not collide. A class in shards
 * does not touch the license at all (R4.6).
 * @param entries how many audit entries the transaction writes for this license; the license counts them (R14.1)
 */
export function writeLicenseChange(change: LicenseChange, entries: number, now: Instant): readonly ItemWrite[] {
  const { before, after, guarded } = change;
  const expression = new Expression();
  const structural = changeStructure(expression, before, after);
  const admits = structural && admitsOtherwise(before, after);
  changeSmallPools(expression, before, after, now);
  const shards = Object.entries(after.seats).flatMap(([seatClass, pool]) =>
    writeShards({ before, after, seatClass, pool, admits, now }),
  );
  // One item counts the entries, whichever classes change: the license, or a shard where it is not written.
  const updated = shards.find(({ item }) => item === undefined)?.expression;
  (expression.changes ? expression : (updated ?? expression)).add(['c'], entries);
  if (structural) expression.add(['v'], 1);
  if (admits) expression.add(['g'], 1);
  if (!expression.changes && !guarded) return shards;
  // Counting entries alone rests on nothing that was read.
  if (after !== before || guarded) expression.demandEqual(['v'], before.version);
  return [{ key: licenseKey(after.id), expression }, ...shards];
}

function changeStructure(expression: Expression, before: License, after: License): boolean {
  if (before === after) return false;
  const [old, next] = [writeLicense(before), writeLicense(after)];
  const changed = Object.keys(next).filter((name) => !COUNTED.has(name) && !same(old[name], next[name]));
  for (const name of changed) expression.set([name], next[name]);
  const reset = after.tally !== before.tally && after.tally.total < before.tally.total;
  return (
    changed.length > 0 ||
    reset ||
    Object.keys(after.seats).some((name) => resized(before.seats[name], after.seats[name]))
  );
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function resized(before: SeatPool | undefined, after: SeatPool | undefined): boolean {
  return before?.counter.limit !== after?.counter.limit || before?.sharded !== after?.sharded;
}

function admitsOtherwise(before: License, after: License): boolean {
  const flagged = ADMITTING.some((name) => before[name] !== after[name]);
  return flagged || Object.keys(after.seats).some((name) => resized(before.seats[name], after.seats[name]));
}

function changeSmallPools(expression: Expression, before: License, after: License, now: Instant): void {
  let seatsChange = false;
  for (const [seatClass, pool] of Object.entries(after.seats)) {
    const known = before.seats[seatClass];
    if (known === pool) continue;
    const at = ['se', seatClass];
    if (known === undefined) expression.set(at, { ...writeCounter(pool.counter), ...(pool.sharded && { x: 1 }) });
    else if (!known.sharded && pool.sharded) {
      expression.set(at, { ...writeCounter(pool.counter), x: 1 });
      expression.demandEqual([...at, 'u'], known.counter.used);
      expression.demandEqual([...at, 'h'], known.counter.held.length > 0 ? known.counter.held : null);
    } else {
      if (known.counter.limit !== pool.counter.limit) expression.set([...at, 'l'], pool.counter.limit);
      if (!pool.sharded) changeCounter(expression, at, known.counter, pool.counter);
      seatsChange ||= !pool.sharded && known.counter !== pool.counter;
    }
  }
  // A repeat takes no seat and is never refused for the count (R3.3).
  changeTally(
    expression,
    before.tally,
    after.tally,
    seatsChange ? roomIn(before.tally, activationLimit(before), now) : null,
  );
}

function roomIn(tally: ActivationTally, limit: number | null, now: Instant): number | null {
  return limit === null ? null : limit - countActivations(tally, now) - 1;
}

interface PoolChange {
  readonly before: License;
  readonly after: License;
  readonly seatClass: string;
  readonly pool: SeatPool;
  readonly admits: boolean;
  readonly now: Instant;
}

function writeShards({ before, after, seatClass, pool, admits, now }: PoolChange): readonly ItemWrite[] {
  const known = before.seats[seatClass];
  const guard = before.guard + (admits ? 1 : 0);
  const fresh = known === undefined || !known.sharded;
  const writes: ItemWrite[] = [];
  for (const [index, shard] of pool.shards.entries()) {
    const key = counterShardKey(after.id, seatClass, index);
    const old = known?.shards[index];
    if (fresh || old === undefined) {
      writes.push({ key, expression: new Expression(), item: writeShard({ ...shard, guard }) });
    } else if (old !== shard || admits) {
      const expression = changeShard(old, shard, after.plan.activationsPerSeat, now);
      expression.demandEqual(['g'], before.guard);
      if (admits) expression.set(['g'], guard);
      writes.push({ key, expression });
    }
  }
  return writes;
}

function changeShard(before: CounterShard, after: CounterShard, perSeat: number, now: Instant): Expression {
  const expression = new Expression();
  if (before.limit !== after.limit) {
    // Sharing out anew moves seats, held ones too, between shards, so that each must be as it was read.
    expression.set(['l'], after.limit).set(['u'], after.used).demandEqual(['u'], before.used);
    expression.set(['h'], after.held.length > 0 ? after.held : null);
    expression.demandEqual(['h'], before.held.length > 0 ? before.held : null);
    return expression;
  }
  changeCounter(expression, [], before, after);
  const limit = after.limit === null ? null : perSeat * after.limit;
  changeTally(
    expression,
    before.tally,
    after.tally,
    after.used > before.used ? roomIn(before.tally, limit, now) : null,
  );
  return expression;
}
