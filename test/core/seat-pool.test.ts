import { describe, expect, test } from 'vitest';
import { EMPTY_TALLY } from '../../functions/core/activation-tally.ts';
import {
  type CounterShard,
  counterAt,
  countInShard,
  countPool,
  countUsed,
  dropHeldSeat,
  giveSeat,
  mayCountInShard,
  retakeSeat,
  type SeatCounter,
  takeSeat,
  withCounter,
} from '../../functions/core/seat-pool.ts';
import { T0 } from '../support/states.ts';

function aCounter(over: Partial<SeatCounter> = {}): SeatCounter {
  return { limit: 3, used: 0, held: [], ...over };
}

function aShard(over: Partial<CounterShard> = {}): CounterShard {
  return { ...aCounter(), tally: EMPTY_TALLY, guard: 0, ...over };
}

describe('R4.2 one counter of seats', () => {
  test('R4.2 a seat is taken while one is free, and none more', () => {
    expect(takeSeat(aCounter({ used: 2 }), T0)).toEqual(aCounter({ used: 3 }));
    expect(takeSeat(aCounter({ used: 3 }), T0)).toBeNull();
    expect(takeSeat(aCounter({ used: 4 }), T0)).toBeNull();
    expect(takeSeat(aCounter({ limit: 0 }), T0)).toBeNull();
  });

  test('R4.6 null seats are unlimited', () => {
    expect(takeSeat(aCounter({ limit: null, used: 9_999 }), T0)?.used).toBe(10_000);
  });

  test('R4.4 a held seat counts until its instant, without any sweep', () => {
    const counter = aCounter({ used: 3, held: [T0 + 5, T0 + 9] });
    expect(countUsed(counter, T0 + 4)).toBe(3);
    expect(countUsed(counter, T0 + 5)).toBe(2);
    expect(countUsed(counter, T0 + 9)).toBe(1);
    expect(takeSeat(counter, T0 + 4)).toBeNull();
    expect(takeSeat(counter, T0 + 5)).toEqual(aCounter({ used: 3, held: [T0 + 9] }));
    expect(takeSeat(counter, T0 + 9)).toEqual(aCounter({ used: 2, held: [] }));
  });

  test('R4.4 while a seat is free without it, a hold is left for the sweep', () => {
    expect(takeSeat(aCounter({ used: 2, held: [T0] }), T0)).toEqual(aCounter({ used: 3, held: [T0] }));
  });

  test('R4.6 over the limit, an ended hold gives no seat before enough are free', () => {
    expect(takeSeat(aCounter({ used: 5, held: [T0, T0] }), T0)).toBeNull();
    expect(takeSeat(aCounter({ used: 5, held: [T0, T0, T0] }), T0)).toEqual(aCounter({ used: 3 }));
  });

  test('R4.4 giving back frees at once, or holds in the order of the instants', () => {
    expect(giveSeat(aCounter({ used: 2 }), null)).toEqual(aCounter({ used: 1 }));
    expect(giveSeat(aCounter({ used: 2, held: [T0, T0 + 9] }), T0 + 5)).toEqual(
      aCounter({ used: 2, held: [T0, T0 + 5, T0 + 9] }),
    );
  });

  test('R4.4 a held seat is taken back once by its instant, and not when it was handed on', () => {
    const counter = aCounter({ used: 3, held: [T0, T0 + 5, T0 + 5] });
    expect(retakeSeat(counter, T0 + 5)).toEqual(aCounter({ used: 3, held: [T0, T0 + 5] }));
    expect(retakeSeat(counter, T0 + 6)).toBeNull();
  });

  test('R13.2 the sweep frees a held seat once', () => {
    const counter = aCounter({ used: 3, held: [T0 + 5] });
    const freed = dropHeldSeat(counter, T0 + 5);
    expect(freed).toEqual(aCounter({ used: 2 }));
    expect(dropHeldSeat(freed, T0 + 5)).toBe(freed);
  });
});

describe('R4.6 counters of a large class', () => {
  const shards = [aShard({ used: 1, held: [T0] }), aShard({ used: 3 })];
  const large = { counter: aCounter({ limit: 6, used: 77 }), sharded: true, shards };

  test('R4.6 the seats in use are the sum of the shards; unread, what is known of late', () => {
    expect(countPool(large, T0 - 1)).toBe(4);
    expect(countPool(large, T0)).toBe(3);
    expect(countPool({ ...large, shards: [] }, T0)).toBe(77);
    expect(countPool({ counter: aCounter({ used: 2, held: [T0] }), sharded: false, shards: [] }, T0)).toBe(1);
  });

  test('R4.6 a small class has its counter in the license, a large one in its shards', () => {
    const small = { counter: aCounter(), sharded: false, shards: [] };
    expect(counterAt(small, 1)).toBe(small.counter);
    expect(counterAt(large, 1)).toBe(shards[1]);
    expect(counterAt({ ...large, shards: [] }, 1)).toBe(large.counter);
    expect(withCounter(small, 1, aCounter({ used: 2 }))).toEqual({ ...small, counter: aCounter({ used: 2 }) });
    const moved = withCounter(large, 1, aCounter({ used: 2 }));
    expect(moved.counter).toBe(large.counter);
    expect(moved.shards).toEqual([shards[0], aShard({ used: 2 })]);
  });

  test('R3.3 a shard counts activations up to its share of the limit', () => {
    const once = countInShard(aShard({ limit: 1 }), T0);
    expect(once.tally.total).toBe(1);
    expect(mayCountInShard(once, 2, T0)).toBe(true);
    const twice = countInShard(once, T0 + 5000);
    expect(mayCountInShard(twice, 2, T0 + 5000)).toBe(false);
    expect(mayCountInShard({ ...twice, limit: null }, 2, T0 + 5000)).toBe(true);
    expect(mayCountInShard({ ...twice, limit: 2 }, 2, T0 + 5000)).toBe(true);
  });
});
