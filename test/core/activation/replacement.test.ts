import { describe, expect, test } from 'vitest';
import { checkSubscription, place, type Scene } from '../../../functions/core/activation/placement.ts';
import type { License } from '../../../functions/core/license.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import { code, front, ofKind, scene, slot } from '../../support/placements.ts';
import { aFlag, aHolding, aPlan, aSlot, byId, day, T0 } from '../../support/states.ts';

const IN_FORCE = { role: 'active', displaces: false, displacesReserve: false, forfeitedDays: 0 };
const IN_RESERVE = { ...IN_FORCE, role: 'reserve' };

describe('R6.7 replacement', () => {
  const terms = {
    device: 'device-1',
    family: 'office',
    slotVersion: 1,
    from: 'lic_f',
    to: 'lic_n',
    forfeitedDays: 355,
  };

  test('R6.7 it asks first, with the days that would be lost', () => {
    expect(place(scene({ replace: true }))).toEqual({
      ...refuse('replacement_confirmation_required', { forfeitedDays: 355 }),
      terms,
    });
  });

  test('R6.7 confirmed, it is in force now', () => {
    const confirmed = scene({ replace: true, confirmed: terms });
    expect(place(confirmed)).toEqual({ ...IN_FORCE, displaces: true, forfeitedDays: 355 });
  });

  test.each(Object.keys(terms) as (keyof typeof terms)[])(
    'R6.7 a confirmation with another %s is asked again',
    (name) => {
      const stale = { ...terms, [name]: typeof terms[name] === 'number' ? 7 : 'other' };
      expect(place(scene({ replace: true, confirmed: stale }))).toMatchObject({
        refused: 'replacement_confirmation_required',
        terms,
      });
    },
  );

  test('R6.7 without replace a confirmation does nothing', () => {
    expect(place(scene({ confirmed: terms }))).toEqual(IN_RESERVE);
  });

  test('R6.7 of a perpetual license no number of days is lost', () => {
    const licenses = byId({ ...front, term: null }, code);
    expect(place(scene({ replace: true, licenses }))).toMatchObject({ fields: { forfeitedDays: null } });
  });
});

describe('R6.8 subscriptions', () => {
  const subscription = { ...code, ...ofKind('subscription') };
  const active = { ...front, ...ofKind('subscription', { plan: aPlan({ kind: 'subscription', graceDays: 30 }) }) };
  const over = (licenses: readonly License[], more: Partial<Scene> = {}) =>
    checkSubscription(scene({ licenses: byId(...licenses), license: licenses[1] ?? code, ...more }))?.refused;

  test('R6.8 a subscription cannot be a reserve', () => {
    expect(over([front, subscription])).toBe('subscription_as_reserve');
    expect(over([front, code])).toBeUndefined();
  });

  test('R6.8 while one is active, valid or in grace, no other code is accepted but with replace', () => {
    expect(over([active, code])).toBe('subscription_in_use');
    expect(over([active, subscription])).toBe('subscription_in_use');
    expect(over([active, code], { now: day(395) - 1 })).toBe('subscription_in_use');
    expect(over([active, code], { now: day(395) })).toBeUndefined();
    expect(over([active, code], { replace: true })).toBeUndefined();
    expect(over([{ ...active, suspended: aFlag(T0) }, code])).toBeUndefined();
  });

  test('R6.8 R5.9 over a trial or where nothing is, a subscription is in force at once', () => {
    expect(over([{ ...front, ...ofKind('trial') }, subscription])).toBeUndefined();
    expect(over([front, subscription], { slot: aSlot() })).toBeUndefined();
    expect(
      checkSubscription(
        scene({ license: active, licenses: byId(active), slot: aSlot({ inForce: aHolding('lic_f') }) }),
      ),
    ).toBeNull();
  });

  test('R6.7 a reserve that waits behind a subscription already is not refused again', () => {
    expect(over([active, code], { slot: { ...slot, reserve: aHolding('lic_n') } })).toBeUndefined();
  });
});
