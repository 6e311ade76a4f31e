import { describe, expect, test } from 'vitest';
import { endAsReserve, handoverAt, settleStart } from '../../functions/core/take-over.ts';
import {
  aDeparted,
  aFlag,
  aHolding,
  aLicense,
  anActivation,
  aPlan,
  byId,
  day,
  nonceOf,
  T0,
} from '../support/states.ts';
import { behind, front, reserve, slot, standing } from '../support/waiting-reserve.ts';

describe('R6.3 the instant of a take-over', () => {
  test('R6.3 a license hands over at its end, grace included, or at its revocation', () => {
    expect(handoverAt(front, T0)).toBe(day(365));
    expect(handoverAt({ ...front, plan: aPlan({ graceDays: 5 }) }, T0)).toBe(day(370));
    expect(handoverAt({ ...front, revoked: aFlag(day(3)) }, T0)).toBe(day(3));
    expect(handoverAt(aLicense({ startedAt: T0, term: null }), T0)).toBeNull();
  });

  test('R6.4 an end that an extension passed over counts for who waited then', () => {
    const extended = { ...front, pastEnds: [day(100), day(50)] };
    expect(handoverAt(extended, day(49))).toBe(day(50));
    expect(handoverAt(extended, day(50))).toBe(day(100));
    expect(handoverAt(extended, day(100))).toBe(day(365));
    expect(handoverAt({ ...extended, notAfter: day(20) }, day(49))).toBe(day(50));
    expect(handoverAt({ ...extended, notAfter: day(20) }, day(100))).toBe(day(20));
  });
});

describe('R6.4 when an unstarted license starts', () => {
  const other = aLicense({ id: 'lic_c', startedAt: T0, term: 100 * 86_400_000 });
  const twice = { ...behind, fronts: { ...behind.fronts, lic_c: { slots: 2, since: day(1) } } };
  const licenses = byId(front, other, twice);

  test('R6.4 at the earliest end of the licenses that it waits behind', () => {
    expect(settleStart(twice, licenses, day(100) - 1)).toBe(twice);
    expect(settleStart(twice, licenses, day(100))).toEqual({ ...twice, startedAt: day(100), fronts: {} });
    expect(settleStart(twice, licenses, day(500)).startedAt).toBe(day(100));
  });

  test('R6.4 one that runs keeps its own dates; one that waits behind none, or unknown ones, does not start', () => {
    const running = { ...twice, startedAt: day(7) };
    expect(settleStart(running, licenses, day(500))).toBe(running);
    expect(settleStart(twice, byId(), day(500))).toBe(twice);
    const free = aLicense({ id: 'lic_b' });
    expect(settleStart(free, licenses, day(500))).toBe(free);
  });

  test('R6.4 since when it has waited decides which past ends count', () => {
    const extended = { ...other, pastEnds: [day(1)] };
    expect(settleStart(twice, byId(front, extended), day(100)).startedAt).toBe(day(100));
    const early = { ...twice, fronts: { lic_c: { slots: 1, since: T0 } } };
    expect(settleStart(early, byId(front, extended), day(100)).startedAt).toBe(day(1));
  });

  test('R2.3 one that has ended before, unstarted or revoked, starts no more', () => {
    const late = { ...twice, notAfter: day(100), plan: aPlan({ graceDays: 30 }) };
    expect(settleStart(late, licenses, day(110))).toBe(late);
    const revoked = { ...twice, revoked: aFlag(day(99)) };
    expect(settleStart(revoked, licenses, day(110))).toBe(revoked);
  });

  test('R6.2 its end as a reserve: at the end before it, or at an earlier one that it waits for elsewhere', () => {
    expect(endAsReserve(aLicense(), licenses, day(200))).toBe(day(565));
    expect(endAsReserve(twice, licenses, day(200))).toBe(day(465));
    expect(endAsReserve(twice, licenses, day(50))).toBe(day(415));
    expect(endAsReserve({ ...twice, startedAt: T0 }, licenses, day(200))).toBe(day(365));
  });
});

describe('R6.3 a slot as time leaves it', () => {
  test('R6.3 nothing happens before the end of the license in force', () => {
    const before = standing(day(365) - 1);
    expect(before).toEqual({ slot, takeOver: null, reserveReason: null });
    expect(before.slot).toBe(slot);
  });

  const gone = { how: 'took_over', at: day(365), seatFreeAt: day(365), promoted: nonceOf('b') } as const;

  test.each([365, 366, 600])('R6.3 on day %i the reserve is in force since day 365', (now) => {
    const after = standing(day(now));
    expect(after.takeOver).toEqual({ at: day(365), from: 'lic_a', to: 'lic_b' });
    expect(after.reserveReason).toBeNull();
    expect(after.slot).toEqual({
      ...slot,
      inForce: { ...reserve, since: day(365) },
      reserve: null,
      departed: [aDeparted({ ...gone, nonce: nonceOf('a') })],
      history: { paid: true, paidLicenses: ['lic_b', 'lic_a'], trial: null },
    });
  });

  test('R6.3 all activations of the license before become former ones, the newest first in memory', () => {
    const activations = [anActivation(), anActivation({ nonce: nonceOf('m'), seatClass: 'mobile', shard: 3 })];
    const old = aDeparted({ nonce: nonceOf('old') });
    const both = { ...slot, inForce: aHolding('lic_a', activations), departed: [old] };
    expect(standing(day(365), [front, behind], both).slot.departed).toEqual([
      aDeparted({ ...gone, nonce: nonceOf('a') }),
      aDeparted({ ...gone, nonce: nonceOf('m'), seatClass: 'mobile', shard: 3 }),
      old,
    ]);
  });

  test('R6.3 without a reserve, a license in force, or a known license there is nothing to take over', () => {
    for (const of of [
      { ...slot, reserve: null },
      { ...slot, inForce: null },
    ]) {
      expect(standing(day(400), [front, behind], of)).toEqual({ slot: of, takeOver: null, reserveReason: null });
    }
    expect(standing(day(400), [behind]).takeOver).toBeNull();
    expect(standing(day(400), [front]).takeOver).toBeNull();
  });

  test('R6.0 blocking or suspending the license in force hands nothing over', () => {
    const stopped = { ...front, blocked: aFlag(day(2)), suspended: aFlag(day(2)) };
    expect(standing(day(300), [stopped, behind]).takeOver).toBeNull();
    expect(standing(day(365), [stopped, behind]).takeOver?.at).toBe(day(365));
  });

  test('R6.4 a take-over that is due wins over an extension, for who waited at the end', () => {
    const extended = { ...front, term: 500 * 86_400_000, pastEnds: [day(365)] };
    expect(standing(day(400), [extended, behind]).takeOver?.at).toBe(day(365));
    const joined = { ...slot, reserve: { ...reserve, since: day(365) } };
    expect(standing(day(400), [extended, behind], joined).takeOver).toBeNull();
  });

  test('R6.3 a perpetual license hands nothing over; a perpetual reserve takes over like any other', () => {
    expect(standing(day(9_999), [{ ...front, term: null }, behind])).toEqual({
      slot,
      takeOver: null,
      reserveReason: null,
    });
    expect(standing(day(400), [front, { ...behind, term: null }]).takeOver?.at).toBe(day(365));
  });

  test('R6.3 a reserve that runs elsewhere takes over with its own dates; one that ended then does not', () => {
    const running = { ...behind, fronts: {}, startedAt: day(300) };
    expect(standing(day(400), [front, running]).takeOver?.at).toBe(day(365));
    const ended = { ...behind, fronts: {}, startedAt: T0 };
    expect(standing(day(400), [front, ended])).toEqual({ slot, takeOver: null, reserveReason: 'license_expired' });
  });
});
