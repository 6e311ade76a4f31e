import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resizeSeats } from '../../../functions/core/operate/resize.ts';
import { isRefusal } from '../../../functions/core/refusal.ts';
import {
  counterAt,
  countPool,
  giveSeat,
  isLarge,
  newPool,
  type SeatPool,
  withCounter,
} from '../../../functions/core/seat-pool.ts';
import { shardToRelieve } from '../../../functions/core/seat-release.ts';
import { seat } from '../../../functions/core/seat-taking.ts';
import { aLicense, aPlan, occupied, T0 } from '../../support/states.ts';

const plan = aPlan({ activationsPerSeat: 1000 });

function withPool(pool: SeatPool) {
  return aLicense({ plan, seats: { desktop: pool } });
}

function resized(pool: SeatPool, limit: number | null): SeatPool {
  const after = resizeSeats(withPool(pool), { desktop: limit }).desktop;
  if (after === undefined) throw new Error('the class is gone');
  return after;
}

const sum = (numbers: readonly (number | null)[]) => numbers.reduce<number>((total, n) => total + (n ?? 0), 0);

describe('R4.6 the size of classes', () => {
  test.each([
    [1, false],
    [500, false],
    [501, true],
    [null, true],
  ])('R4.6 a class of %s seats is counted in shards: %s', (limit, large) => {
    expect(isLarge(limit)).toBe(large);
    expect(newPool(limit, 3).sharded).toBe(large);
  });

  test('R4.6 the shares of a new class add up, none differs from another by more than one', () => {
    const { counter, shards } = newPool(1003, 7);
    expect(counter).toEqual({ limit: 1003, used: 0, held: [] });
    expect(shards.map(({ limit }) => limit)).toEqual([...Array<number>(11).fill(63), ...Array<number>(5).fill(62)]);
    expect(shards[3]).toEqual({ limit: 63, used: 0, held: [], tally: { total: 0, bySecond: {} }, guard: 7 });
    expect(newPool(null, 0).shards.every(({ limit }) => limit === null)).toBe(true);
    expect(newPool(5, 0).shards).toEqual([]);
  });

  test('R4.6 lowering evicts nobody; other classes stay as they are', () => {
    const license = occupied(aLicense(), 'desktop', 3);
    const seats = resizeSeats(license, { desktop: 1 });
    expect(seats.desktop?.counter).toEqual({ limit: 1, used: 3, held: [] });
    expect(seats.mobile).toBe(license.seats.mobile);
    expect(isRefusal(seat({ ...license, seats }, 'desktop', 'd', T0))).toBe(true);
  });

  test('R4.6 the same size changes nothing', () => {
    const pool = newPool(1003, 0);
    expect(resized(pool, 1003)).toBe(pool);
  });

  test('R4.6 a class that was not there is added', () => {
    expect(resizeSeats(aLicense({ guard: 4 }), { server: 600 }).server).toEqual(newPool(600, 4));
  });

  test('R4.6 a class that grows large is shared out with its seats and holds, each shard under the guard of the license', () => {
    const small = { counter: { limit: 20, used: 18, held: [T0, T0 + 1] }, sharded: false, shards: [] };
    const seats = resizeSeats({ ...withPool(small), guard: 4 }, { desktop: 1600 });
    const pool = seats.desktop;
    expect(pool?.counter).toEqual({ limit: 1600, used: 0, held: [] });
    expect(pool?.shards.map(({ limit }) => limit)).toEqual(Array<number>(16).fill(100));
    expect(pool?.shards.map(({ used }) => used)).toEqual([2, 2, ...Array<number>(14).fill(1)]);
    expect(pool?.shards.map(({ held }) => held)).toEqual([[T0], [T0 + 1], ...Array<number[]>(14).fill([])]);
    expect(pool?.shards.every(({ guard, tally }) => guard === 4 && tally.total === 0)).toBe(true);
  });

  test('R4.6 once in shards a class stays so, also when it becomes small', () => {
    const pool = resized(newPool(600, 0), 20);
    expect(pool.sharded).toBe(true);
    expect(pool.counter.limit).toBe(20);
    expect(sum(pool.shards.map(({ limit }) => limit))).toBe(20);
  });

  test('R4.6 over the limit the first shard has all that is too much and all that is held; no other one has room', () => {
    const full = newPool(640, 0);
    const taken = { ...full, shards: full.shards.map((shard) => ({ ...shard, used: 40, held: [T0, T0 + 5] })) };
    const { shards } = resized(taken, 600);
    expect(shards[0]).toMatchObject({ limit: 38, used: 78 });
    expect(shards[0]?.held).toEqual([...Array<number>(16).fill(T0), ...Array<number>(16).fill(T0 + 5)]);
    for (const { limit, used, held } of shards.slice(1)) {
      expect(used).toBe(limit);
      expect(held).toEqual([]);
    }
    expect(sum(shards.map(({ limit }) => limit))).toBe(600);
    expect(sum(shards.map(({ used }) => used))).toBe(640);
  });

  test('R4.6 the first shard is as large as what it holds', () => {
    const full = newPool(640, 0);
    const taken = {
      ...full,
      shards: full.shards.map((shard) => ({ ...shard, used: 40, held: Array<number>(10).fill(T0) })),
    };
    const { shards } = resized(taken, 600);
    expect(shards[0]).toMatchObject({ limit: 120, used: 160 });
    expect(sum(shards.map(({ limit }) => limit))).toBe(600);
  });
});

const step = fc.oneof(
  fc.record({ do: fc.constant('take' as const), times: fc.integer({ min: 1, max: 300 }), salt: fc.nat(99) }),
  fc.record({ do: fc.constant('give' as const), times: fc.integer({ min: 1, max: 300 }), hold: fc.nat(50) }),
  fc.record({
    do: fc.constant('resize' as const),
    limit: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.constant(null), fc.integer({ min: 1, max: 40 })),
  }),
  fc.record({ do: fc.constant('wait' as const), by: fc.integer({ min: 1, max: 60 }) }),
);

/** A class under resizing, beside plain counts of who sits and what is held. */
class Crowd {
  license = withPool(newPool(520, 0));
  now = T0;
  private seats = 0;
  private held: number[] = [];

  get pool(): SeatPool {
    return this.license.seats.desktop ?? newPool(0, 0);
  }

  get truth(): number {
    return this.seats + this.held.filter((at) => at > this.now).length;
  }

  resize(limit: number | null): void {
    this.license = { ...this.license, seats: resizeSeats(this.license, { desktop: limit }) };
  }

  /** Whether a seat was given, and whether one was free. */
  take(device: string): { given: boolean; free: boolean } {
    const { limit } = this.pool.counter;
    const free = limit === null || this.truth < limit;
    const outcome = seat(this.license, 'desktop', device, this.now);
    if (isRefusal(outcome)) return { given: false, free };
    this.license = outcome.license;
    this.seats += 1;
    return { given: true, free };
  }

  give(own: number, hold: number): void {
    if (this.seats === 0) return;
    const { pool } = this;
    const at = shardToRelieve(pool, own);
    const freeAt = hold === 0 ? null : this.now + hold;
    const desktop = withCounter(pool, at, giveSeat(counterAt(pool, at), freeAt));
    this.license = { ...this.license, seats: { desktop } };
    this.seats -= 1;
    if (freeAt !== null) this.held.push(freeAt);
  }
}

describe('R4.6 resizing while devices come and go', () => {
  test('R4.6 a seat is given exactly while the class as a whole has one free; nobody is ever evicted', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const crowd = new Crowd();
        for (const one of steps) {
          if (one.do === 'wait') crowd.now += one.by;
          if (one.do === 'resize') crowd.resize(one.limit);
          for (let n = 0; n < ('times' in one ? one.times : 0); n += 1) {
            const taken = one.do === 'take' ? crowd.take(`${one.salt}-${n}`) : { given: true, free: true };
            expect(taken.given).toBe(taken.free);
            if (one.do === 'give') crowd.give(n % 16, one.hold);
          }
          expect(countPool(crowd.pool, crowd.now)).toBe(crowd.truth);
        }
      }),
      { numRuns: 150 },
    );
  });
});
