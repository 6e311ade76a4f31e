import { describe, expect, test } from 'vitest';
import type { License } from '../../functions/core/license.ts';
import { extend } from '../../functions/core/operate/extend.ts';
import { suspend } from '../../functions/core/operate/flags.ts';
import { operate } from '../../functions/core/operate/instruction.ts';
import { isRefusal } from '../../functions/core/refusal.ts';
import { mayHandOver, withoutTakenOver } from '../../functions/core/seats-taken-over.ts';
import { unfitAt } from '../../functions/core/take-over.ts';
import { waiting, withReserve } from '../support/reserves.ts';
import { large } from '../support/seats.ts';
import { aFlag, aLicense, byId, day, occupied, PRODUCTS, T0 } from '../support/states.ts';

const end = day(365);
const front = occupied(aLicense({ startedAt: T0 }), 'desktop', 2);

describe('R6.5 take-overs that nobody has persisted', () => {
  test('R6.5 there may be some from the end until the sweep has been there, or while it must come back', () => {
    expect(mayHandOver(front, end - 1)).toBe(false);
    expect(mayHandOver(front, end)).toBe(true);
    expect(mayHandOver({ ...front, sweptTo: end - 1 }, end)).toBe(true);
    expect(mayHandOver({ ...front, sweptTo: end }, end)).toBe(false);
    expect(mayHandOver({ ...front, sweptTo: end, recheckAt: end + 1 }, end)).toBe(true);
    expect(mayHandOver(aLicense(), end)).toBe(false);
  });

  test('R6.5 R6.4 so at each end of a license that was extended after the one before', () => {
    const extended = { ...front, pastEnds: [day(9)], sweptTo: day(300) };
    expect(mayHandOver(extended, end - 1)).toBe(false);
    expect(mayHandOver(extended, end)).toBe(true);
    expect(mayHandOver({ ...extended, sweptTo: end }, end)).toBe(false);
    expect(mayHandOver({ ...extended, recheckAt: day(10) }, day(10))).toBe(true);
  });

  const counted = (license: License, now: number) =>
    withoutTakenOver(license, [withReserve], { licenses: byId(license, waiting), products: PRODUCTS, now });

  test('R6.5 a seat that a take-over frees is not counted from its instant on', () => {
    expect(counted(front, end - 1)).toBe(front);
    expect(counted(front, end).seats.desktop?.counter.used).toBe(1);
    expect(counted(front, end).seats.mobile).toBe(front.seats.mobile);
  });

  test('R6.5 R4.6 nor in a large class, with its shards at hand or without', () => {
    const shared = { ...large(1000, (index) => ({ used: index === 3 ? 2 : 0 })), startedAt: T0 };
    const used = counted(shared, end).seats.desktop?.shards.map((shard) => shard.used);
    expect(used?.map((one, index) => [index, one]).filter(([, one]) => one !== 0)).toEqual([[3, 1]]);
    // Seats that are only held until a lease ends are nobody's to hand over.
    const held = large(1000, (index) => ({ used: index < 4 ? 1 : 0, held: index < 3 ? [end + 1] : [] }));
    const left = counted({ ...held, startedAt: T0 }, end).seats.desktop?.shards.map((shard) => shard.used);
    expect(left?.slice(0, 4)).toEqual([1, 1, 1, 0]);
    const pool = shared.seats.desktop;
    if (pool === undefined) throw new Error('no pool');
    const bare = { ...pool, counter: { ...pool.counter, used: 2 }, shards: [] };
    const without = { ...shared, seats: { ...shared.seats, desktop: bare } };
    expect(counted(without, end).seats.desktop?.counter.used).toBe(1);
  });

  test('R6.5 R13.1 an order that comes before the sweep leaves the take-overs to it', () => {
    const order = { now: end + 5, actor: 'support', reason: 'told so' };
    for (const operation of [suspend, extend(30)]) {
      const done = operate(front, order, operation);
      expect(isRefusal(done) ? null : done.license).toMatchObject({ recheckAt: order.now, due: order.now });
    }
    const early = operate(front, { ...order, now: end - 5 }, suspend);
    expect(isRefusal(early) ? null : early.license.recheckAt).toBeNull();
    const swept = operate({ ...front, sweptTo: end + 1 }, order, suspend);
    expect(isRefusal(swept) ? null : swept.license.recheckAt).toBeNull();
  });
});

test('R6.3 what is done to a reserve at the very instant of its take-over comes after it', () => {
  const holding = withReserve.reserve;
  if (holding === null) throw new Error('no reserve');
  for (const name of ['revoked', 'blocked', 'suspended'] as const) {
    expect(unfitAt({ ...waiting, [name]: aFlag(end) }, holding, PRODUCTS, end), name).toBeNull();
    expect(unfitAt({ ...waiting, [name]: aFlag(end - 1) }, holding, PRODUCTS, end), name).toBe(`license_${name}`);
  }
});
