import { describe, expect, test } from 'vitest';
import { EMPTY_TALLY } from '../../functions/core/activation-tally.ts';
import { Draft } from '../../functions/core/draft.ts';
import { DAY, HOUR } from '../../functions/core/instant.ts';
import type { License } from '../../functions/core/license.ts';
import type { CounterShard, SeatPool } from '../../functions/core/seat-pool.ts';
import { newPool } from '../../functions/core/seat-pool.ts';
import { holdUntil, releaseSeat, shardToRelieve } from '../../functions/core/seat-release.ts';
import { changed, eventsOf, seatsOf, usedSeats } from '../support/scenes.ts';
import { aLicense, anActivation, aPlan, byId, nonceOf, occupied, T0 } from '../support/states.ts';

const holding = aPlan({ lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } });
const FROM = { license: 'lic_a', device: 'd', family: 'office', by: 'device', mayHold: true } as const;

function release(license: License, over: object = {}, activation = anActivation()) {
  const draft = new Draft(T0, byId(license));
  const seatFreeAt = releaseSeat(draft, activation, { ...FROM, ...over });
  const transition = draft.close();
  return { seatFreeAt, transition, after: changed(transition, 'lic_a') };
}

describe('R4.4 giving seats back', () => {
  test('R4.4 a seat is held until the lease has ended and 30 s more, where the plan holds it', () => {
    expect(holdUntil(aLicense({ plan: holding }), T0)).toBe(T0 + DAY + 30_000);
    expect(holdUntil(aLicense(), T0)).toBeNull();
  });

  test('R4.3 it is free at once, and said so', () => {
    const { seatFreeAt, transition, after } = release(occupied(aLicense(), 'desktop', 2));
    expect(seatFreeAt).toBe(T0);
    expect(usedSeats(after)).toBe(1);
    expect(seatsOf(transition)).toEqual(['remove a']);
    const data = { seatId: `desktop.${nonceOf('a')}`, class: 'desktop', by: 'device' };
    expect(transition.events).toEqual([{ type: 'seat.freed', license: 'lic_a', data }]);
  });

  test('R4.4 it is held, and said until when', () => {
    const until = T0 + 24 * HOUR + 30_000;
    const { seatFreeAt, transition, after } = release(occupied(aLicense({ plan: holding }), 'desktop', 2));
    expect(seatFreeAt).toBe(until);
    expect(after?.seats.desktop?.counter).toEqual({ limit: 3, used: 2, held: [until] });
    expect(seatsOf(transition)).toEqual(['put a held']);
    const data = { seatId: `desktop.${nonceOf('a')}`, class: 'desktop', by: 'device', seatFreeAt: until };
    expect(transition.events).toEqual([{ type: 'seat.released', license: 'lic_a', data }]);
  });

  test('R6.3 a seat whose leases have ended with its license is not held', () => {
    const { seatFreeAt, transition } = release(occupied(aLicense({ plan: holding }), 'desktop', 2), { mayHold: false });
    expect(seatFreeAt).toBe(T0);
    expect(eventsOf(transition)).toEqual(['seat.freed lic_a']);
  });

  test('R4.1 a class that the license has no more gives nothing back', () => {
    const license = aLicense();
    const { after } = release(license, {}, anActivation({ seatClass: 'server' }));
    expect(after?.seats).toEqual(license.seats);
  });

  test('R4.6 a seat of a large class is given back to its shard', () => {
    const pool = newPool(800, 0);
    const shards = pool.shards.map((shard) => ({ ...shard, used: 10 }));
    const license = aLicense({ seats: { desktop: { ...pool, shards } } });
    const { after } = release(license, {}, anActivation({ shard: 6 }));
    expect(after?.seats.desktop?.shards.map(({ used }) => used)).toEqual(
      shards.map(({ used }, index) => (index === 6 ? used - 1 : used)),
    );
  });
});

describe('R4.6 which shard is relieved', () => {
  const shard = (used: number, limit: number | null = 5, held: readonly number[] = []): CounterShard => ({
    limit,
    used,
    held,
    tally: EMPTY_TALLY,
    guard: 0,
  });
  const pool = (...shards: readonly CounterShard[]): SeatPool => ({
    counter: { limit: 20, used: 0, held: [] },
    sharded: true,
    shards,
  });

  test.each([
    ['the own one', pool(shard(2), shard(2), shard(2)), 1, 1],
    ['one above its share first', pool(shard(5), shard(2), shard(6)), 1, 2],
    ['the own one if it is just full', pool(shard(5), shard(2)), 1, 1],
    ['any that has a seat, if the own one has none', pool(shard(0), shard(0), shard(3)), 1, 2],
    ['not one that has only held seats', pool(shard(1, 5, [T0]), shard(0), shard(3, 5, [T0])), 0, 2],
    ['an unlimited one like any other', pool(shard(9, null), shard(9, null)), 1, 1],
    ['the first one if all are empty', pool(shard(0), shard(0)), 1, 0],
    ['the first one if the own one is unknown', pool(shard(1), shard(1)), 7, 0],
  ])('R4.6 %s', (_, shards, own, relieved) => {
    expect(shardToRelieve(shards, own)).toBe(relieved);
  });

  test('R4.6 a small class has one counter', () => {
    expect(shardToRelieve({ ...pool(shard(0), shard(9)), sharded: false }, 1)).toBe(0);
  });
});
