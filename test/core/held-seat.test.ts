import { describe, expect, test } from 'vitest';
import { freeHeldSeat } from '../../functions/core/held-seat.ts';
import { seatOf } from '../../functions/core/seat.ts';
import { changed, seatsOf } from '../support/scenes.ts';
import { large } from '../support/seats.ts';
import { aLicense, anActivation, nonceOf, T0 } from '../support/states.ts';

const freeAt = T0 + 5000;
const seat = {
  ...seatOf({ license: 'lic_a', device: 'd', family: 'office' }, anActivation({ shard: 4 }), 'active'),
  heldUntil: freeAt,
};

function holding(held: readonly number[]) {
  const counter = { limit: 3, used: 2, held };
  return aLicense({ seats: { desktop: { counter, sharded: false, shards: [] } } });
}

describe('R13.2 the sweep frees held seats', () => {
  test('R4.4 R13.2 from its instant on, once, and says so with the instant', () => {
    const transition = freeHeldSeat(holding([freeAt, freeAt + 1]), seat, freeAt);
    if (transition === null) throw new Error('nothing freed');
    expect(changed(transition, 'lic_a')?.seats.desktop?.counter).toEqual({ limit: 3, used: 1, held: [freeAt + 1] });
    expect(transition.seats).toEqual([{ remove: seat, heldUntil: freeAt }]);
    const data = { seatId: `desktop.${nonceOf('a')}`, class: 'desktop', by: 'time' };
    expect(transition.events).toEqual([{ type: 'seat.freed', license: 'lic_a', dueAt: freeAt, data }]);
  });

  test('R4.4 not before, and not one that is not held', () => {
    expect(freeHeldSeat(holding([freeAt]), seat, freeAt - 1)).toBeNull();
    expect(freeHeldSeat(holding([]), { ...seat, heldUntil: null }, freeAt)).toBeNull();
  });

  test('R4.4 one that was handed on meanwhile leaves the counter alone', () => {
    const license = holding([freeAt + 1]);
    const transition = freeHeldSeat(license, seat, freeAt);
    expect(transition && changed(transition, 'lic_a')?.seats.desktop).toEqual(license.seats.desktop);
    expect(transition && seatsOf(transition)).toEqual(['remove a']);
  });

  test('R4.1 nor does a class that the license has no more', () => {
    const license = aLicense({ seats: {} });
    const transition = freeHeldSeat(license, seat, freeAt);
    expect(transition && changed(transition, 'lic_a')?.seats).toEqual({});
  });

  test('R4.6 in a large class it is freed in its shard, or wherever it was moved', () => {
    const hold = { used: 2, held: [freeAt] };
    const freedIn = (...at: readonly number[]) => {
      const license = { ...large(640, (index) => (at.includes(index) ? hold : {})), id: 'lic_a' };
      const transition = freeHeldSeat(license, seat, freeAt);
      const shards = (transition && changed(transition, 'lic_a')?.seats.desktop?.shards) ?? [];
      return shards.flatMap(({ used, held }, index) => (used === 1 && held.length === 0 ? [index] : []));
    };
    expect(freedIn(4)).toEqual([4]);
    expect(freedIn(2, 4)).toEqual([4]);
    expect(freedIn(9)).toEqual([9]);
    expect(freedIn()).toEqual([]);
  });
});
