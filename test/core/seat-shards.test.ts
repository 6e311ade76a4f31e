import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal, refuse } from '../../functions/core/refusal.ts';
import { seat } from '../../functions/core/seat-taking.ts';
import { large, seated, tallyOf } from '../support/seats.ts';
import { T0 } from '../support/states.ts';

describe('R4.6 large classes', () => {
  test('R4.6 devices spread over the shards, each device always to the same', () => {
    const shards = Array.from({ length: 200 }, (_, index) => seated(large(640), `device-${index}`).shard);
    expect(new Set(shards).size).toBe(16);
    expect(seated(large(640), 'device-7').shard).toBe(shards[7]);
  });

  test('R4.6 a full shard passes a device on to the next ones, all around', () => {
    const first = seated(large(640), 'd').shard;
    const next = seated(
      large(640, (index) => (index === first ? { used: 40 } : {})),
      'd',
    ).shard;
    expect(next).toBe((first + 1) % 16);
    const last = (first + 15) % 16;
    const only = seated(
      large(640, (index) => (index === last ? { used: 39 } : { used: 40 })),
      'd',
    );
    expect(only.shard).toBe(last);
    expect(only.license.seats.desktop?.shards[last]).toMatchObject({ used: 40, tally: { total: 1 } });
  });

  test('R4.6 all shards full: no seat, and how many are used', () => {
    const outcome = seat(
      large(640, () => ({ used: 40 })),
      'desktop',
      'd',
      T0,
    );
    expect(outcome).toEqual(refuse('seat_limit_reached', { class: 'desktop', limit: 640, used: 640 }));
  });

  test('R3.3 a shard that may count is preferred', () => {
    const first = seated(large(640), 'd').shard;
    const outcome = seated(
      large(640, (index) => (index === first ? { tally: tallyOf(40) } : {})),
      'd',
    );
    expect(outcome.shard).toBe((first + 1) % 16);
  });

  test('R3.3 a free seat in a shard that may not count is given all the same and counted in another one', () => {
    const license = large(640, (index) => (index === 2 ? { tally: tallyOf(40) } : { used: 40 }));
    const outcome = seated(license, 'd');
    const after = outcome.license.seats.desktop?.shards ?? [];
    expect(outcome.shard).toBe(2);
    expect(after[2]).toMatchObject({ used: 1, tally: { total: 40 } });
    expect(after.reduce((sum, { tally }) => sum + tally.total, 0)).toBe(41);
  });

  test('R4.6 whatever the device, a class of n seats seats n devices and no more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 501, max: 700 }), fc.string(), (limit, salt) => {
        let license = large(limit, undefined, { activationsPerSeat: 5 });
        for (let index = 0; index < limit; index += 1) license = seated(license, `${salt}${index}`).license;
        expect(isRefusal(seat(license, 'desktop', salt, T0))).toBe(true);
      }),
      { numRuns: 3 },
    );
  });
});
