import { describe, expect, test } from 'vitest';
import { YEAR } from '../../functions/core/instant.ts';
import type { License } from '../../functions/core/license.ts';
import { isRefusal, refuse } from '../../functions/core/refusal.ts';
import { activationLimit, checkCount, countActivation, reseat, seat } from '../../functions/core/seat-taking.ts';
import { usedSeats } from '../support/scenes.ts';
import { large, ONCE, seated, tallyOf } from '../support/seats.ts';
import { aLicense, aPlan, occupied, T0 } from '../support/states.ts';

describe('R4 taking seats', () => {
  test('R4.1 a seat of the class is taken and the activation counted; other classes are left alone', () => {
    const { license, shard } = seated(aLicense());
    expect([usedSeats(license), usedSeats(license, 'mobile'), license.tally.total, shard]).toEqual([1, 0, 1, 0]);
  });

  test('R4.1 classes never borrow from each other', () => {
    const license = occupied(aLicense(), 'desktop', 3);
    expect(seat(license, 'desktop', 'd', T0)).toEqual(
      refuse('seat_limit_reached', { class: 'desktop', limit: 3, used: 3 }),
    );
    expect(isRefusal(seat(license, 'mobile', 'd', T0))).toBe(false);
  });

  test('R4.1 a class that the license has not has no seats', () => {
    const none = refuse('seat_limit_reached', { class: 'server', limit: 0, used: 0 });
    expect(seat(aLicense(), 'server', 'd', T0)).toEqual(none);
  });

  test('R4.2 held seats whose time is over do not count as used', () => {
    const license = aLicense();
    const held = {
      ...license,
      seats: { desktop: { ...license.seats.desktop, counter: { limit: 0, used: 2, held: [T0] } } },
    };
    const outcome = seat(held as License, 'desktop', 'd', T0);
    expect(outcome).toMatchObject({ fields: { limit: 0, used: 1 } });
  });
});

describe('R3.3 the activation count', () => {
  test('R3.3 the limit is activations per seat times the seats of all classes', () => {
    expect(activationLimit(aLicense())).toBe(25);
    expect(activationLimit(large(600))).toBe(602);
    expect(activationLimit(large(null))).toBeNull();
  });

  test('R3.3 more than the limit within a rolling year is refused, until the year is over', () => {
    const at = (count: number) => aLicense({ plan: aPlan(ONCE), tally: tallyOf(count) });
    expect(checkCount(at(4), 'desktop', T0)).toBeNull();
    expect(checkCount(at(5), 'desktop', T0)).toEqual(refuse('activation_count_exceeded', { limit: 5 }));
    expect(checkCount(at(5), 'desktop', T0 + YEAR)).toBeNull();
  });

  test('R3.3 without a limit of seats there is none of activations', () => {
    expect(checkCount({ ...large(null), tally: tallyOf(999) }, 'mobile', T0)).toBeNull();
    expect(
      checkCount(
        large(null, () => ({ tally: tallyOf(99) })),
        'desktop',
        T0,
      ),
    ).toBeNull();
  });

  test('R3.3 a large class may count as long as one of its shards may', () => {
    const full = tallyOf(40);
    expect(
      checkCount(
        large(640, () => ({ tally: full })),
        'desktop',
        T0,
      ),
    ).toMatchObject({
      refused: 'activation_count_exceeded',
    });
    expect(
      checkCount(
        large(640, (index) => (index === 9 ? {} : { tally: full })),
        'desktop',
        T0,
      ),
    ).toBeNull();
    expect(
      checkCount(
        large(640, () => ({ tally: full })),
        'mobile',
        T0,
      ),
    ).toBeNull();
  });

  test('R3.2 a repeat counts where its seat is', () => {
    expect(countActivation(aLicense(), 'desktop', 0, T0).tally.total).toBe(1);
    expect(countActivation(aLicense(), 'server', 0, T0).tally.total).toBe(1);
    const license = large(640);
    const counted = countActivation(license, 'desktop', 3, T0);
    expect(counted.tally.total).toBe(0);
    expect(counted.seats.desktop?.shards.map(({ tally }) => tally.total).indexOf(1)).toBe(3);
    expect(counted.seats.mobile).toBe(license.seats.mobile);
  });
});

describe('R4.4 held seats come back to their device', () => {
  const held = { seatClass: 'desktop', shard: 4, seatFreeAt: T0 + 9 };

  test('R4.4 the seat is taken back and the activation counted', () => {
    const license = aLicense();
    const counter = { limit: 3, used: 3, held: [T0 + 9] };
    const back = reseat({ ...license, seats: { desktop: { counter, sharded: false, shards: [] } } }, held, T0);
    expect(back?.license.seats.desktop?.counter).toEqual({ limit: 3, used: 3, held: [] });
    expect([back?.shard, back?.license.tally.total]).toEqual([0, 1]);
    expect(reseat(license, held, T0)).toBeNull();
    expect(reseat(license, { ...held, seatClass: 'server' }, T0)).toBeNull();
  });

  test('R4.4 in a large class its own shard is asked first, then the others', () => {
    const hold = { used: 1, held: [T0 + 9] };
    expect(
      reseat(
        large(640, (index) => (index === 1 || index === 4 ? hold : {})),
        held,
        T0,
      )?.shard,
    ).toBe(4);
    const moved = reseat(
      large(640, (index) => (index === 11 ? hold : {})),
      held,
      T0,
    );
    expect(moved?.shard).toBe(11);
    expect(moved?.license.seats.desktop?.shards[11]).toMatchObject({ used: 1, held: [], tally: { total: 1 } });
    expect(reseat(large(640), held, T0)).toBeNull();
  });
});
