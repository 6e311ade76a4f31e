import { describe, expect, test } from 'vitest';
import { MAX_FRONTS, place } from '../../../functions/core/activation/placement.ts';
import type { License } from '../../../functions/core/license.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import { code, front, ofKind, scene, slot } from '../../support/placements.ts';
import { aFlag, aHolding, aLicense, aPlan, aSlot, byId, day, T0 } from '../../support/states.ts';

const DAYS = 86_400_000;
const IN_FORCE = { role: 'active', displaces: false, displacesReserve: false, forfeitedDays: 0 };
const IN_RESERVE = { ...IN_FORCE, role: 'reserve' };

describe('R6 where a code goes', () => {
  test('R6.1 in force where nothing is, and beside its own activations', () => {
    expect(place(scene({ slot: aSlot() }))).toEqual(IN_FORCE);
    expect(place(scene({ slot: aSlot({ reserve: aHolding('lic_x') }) }))).toEqual(IN_FORCE);
    expect(place(scene({ license: front }))).toEqual(IN_FORCE);
  });

  test('R6.1 a second code becomes the reserve', () => {
    expect(place(scene())).toEqual(IN_RESERVE);
    expect(place(scene({ license: { ...code, plan: aPlan({ kind: 'beta' }) } }))).toEqual(IN_RESERVE);
  });

  test.each<[string, Partial<License>]>([
    ['ended', { startedAt: day(-365) }],
    ['revoked', { revoked: aFlag(day(9)) }],
    ['suspended', { suspended: aFlag(day(9)) }],
    ['blocked', { blocked: aFlag(day(9)), plan: aPlan({ blockToleranceDays: 99 }) }],
  ])('R6.0 over a license that is %s it is in force at once', (_, over) => {
    const stopped = { ...front, ...over };
    for (const replace of [false, true]) {
      expect(place(scene({ licenses: byId(stopped, code), replace }))).toEqual({ ...IN_FORCE, displaces: true });
    }
  });

  test('R6.0 grace is not the end', () => {
    const graced = { ...front, startedAt: day(-365), plan: aPlan({ graceDays: 30 }) };
    expect(place(scene({ licenses: byId(graced, code) }))).toEqual(IN_RESERVE);
  });

  test('R5.5 over a running trial it is in force at once, and the rest is told', () => {
    const trial = { ...front, ...ofKind('trial', { term: 30 * DAYS }) };
    const forfeits = { ...IN_FORCE, displaces: true, forfeitedDays: 20 };
    expect(place(scene({ licenses: byId(trial, code) }))).toEqual(forfeits);
    expect(place(scene({ licenses: byId(trial, code), replace: true }))).toEqual(forfeits);
    const suspended = { ...trial, suspended: aFlag(T0) };
    expect(place(scene({ licenses: byId(suspended, code) }))).toEqual({ ...forfeits, forfeitedDays: 0 });
    expect(
      place(
        scene({ licenses: byId(trial, { ...code, ...ofKind('trial') }), license: { ...code, ...ofKind('trial') } }),
      ),
    ).toMatchObject({
      refused: 'replacement_confirmation_required',
    });
  });
});

describe('R6.2 what may be a reserve', () => {
  const waiting = aLicense({ id: 'lic_w' });
  const taken = { ...slot, reserve: aHolding('lic_w') };

  test('R6.2 one reserve per slot', () => {
    expect(place(scene({ slot: taken }, waiting))).toEqual(refuse('reserve_exists'));
  });

  test('R6.2 the reserve itself may add a class', () => {
    expect(place(scene({ slot: { ...slot, reserve: aHolding('lic_n') } }))).toEqual(IN_RESERVE);
  });

  test('R6.2 a reserve that has expired or was revoked is displaced', () => {
    for (const over of [{ notAfter: day(10) }, { revoked: aFlag(day(10)) }, { startedAt: day(-365) }]) {
      expect(place(scene({ slot: taken }, { ...waiting, ...over }))).toEqual({ ...IN_RESERVE, displacesReserve: true });
    }
    expect(place(scene({ slot: taken }, { ...waiting, blocked: aFlag(T0) }))).toEqual(refuse('reserve_exists'));
  });

  test('R6.2 its end must be later than the end before it, grace included', () => {
    const sooner = (own: Partial<License>, active: Partial<License> = {}) => {
      const license = { ...code, ...own };
      return place(scene({ license, licenses: byId({ ...front, ...active }, license) }));
    };
    expect(sooner({ startedAt: T0 })).toEqual(
      refuse('reserve_expires_sooner', { activeEndsAt: day(365), reserveEndsAt: day(365) }),
    );
    expect(sooner({ startedAt: T0 + 1 })).toEqual(IN_RESERVE);
    expect(sooner({ startedAt: T0 + 1 }, { plan: aPlan({ graceDays: 1 }) })).toMatchObject({
      fields: { activeEndsAt: day(366) },
    });
    expect(sooner({ notAfter: day(365) })).toMatchObject({ refused: 'reserve_expires_sooner' });
    expect(sooner({ notAfter: day(365) + 1 })).toEqual(IN_RESERVE);
    expect(sooner({ term: null })).toEqual(IN_RESERVE);
    expect(sooner({}, { term: null })).toEqual(
      refuse('reserve_expires_sooner', { activeEndsAt: null, reserveEndsAt: null }),
    );
  });

  test('R6.4 one that waits elsewhere behind an earlier end is judged by its start there', () => {
    const short = aLicense({ id: 'lic_s', startedAt: T0, term: 100 * DAYS });
    const license = { ...code, term: 200 * DAYS, fronts: { lic_s: { slots: 1, since: T0 } } };
    expect(place(scene({ license }, short))).toEqual(
      refuse('reserve_expires_sooner', { activeEndsAt: day(365), reserveEndsAt: day(300) }),
    );
    expect(place(scene({ license: { ...license, fronts: {} } }, short))).toEqual(IN_RESERVE);
  });

  test('R6.4 at most 16 different licenses stand before an unstarted one', () => {
    const fronts = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`lic_${n}`, { slots: 1, since: T0 }]));
    const many = { ...code, fronts: fronts(MAX_FRONTS) };
    expect(MAX_FRONTS).toBe(16);
    expect(place(scene({ license: many }))).toEqual(
      refuse('reserve_exists', {}, 'This code already waits behind as many licenses as it can.'),
    );
    expect(place(scene({ license: { ...code, fronts: fronts(15) } }))).toEqual(IN_RESERVE);
    expect(place(scene({ license: { ...many, startedAt: day(1) } }))).toEqual(IN_RESERVE);
    const known = { ...code, fronts: { ...fronts(15), lic_f: { slots: 3, since: T0 } } };
    expect(place(scene({ license: known }))).toEqual(IN_RESERVE);
  });
});
