import { describe, expect, test } from 'vitest';
import { findExisting } from '../../../functions/core/activation/repeat.ts';
import { DAY, dayNumber } from '../../../functions/core/instant.ts';
import type { License } from '../../../functions/core/license.ts';
import { seatOf } from '../../../functions/core/seat.ts';
import { changesSomething } from '../../../functions/core/transition.ts';
import { aCommand, activate, aWorld, changed, eventsOf, outcomeOf, seatsOf, slotAfter } from '../../support/scenes.ts';
import {
  aFlag,
  aHolding,
  aLicense,
  anActivation,
  aPlan,
  aSlot,
  day,
  nonceOf,
  PHONE,
  T0,
} from '../../support/states.ts';

const license = aLicense({ startedAt: T0 });
const slot = aSlot({ inForce: aHolding('lic_a') });

function again(now: number, of: License = license, over = {}, command = {}) {
  return activate(aWorld([of], { now, slot, ...over }), aCommand('lic_a', command));
}

describe('R3.2 the same license on the same device again', () => {
  test('R3.2 within 24 h of the last counted one nothing changes, is counted or audited', () => {
    const done = again(T0 + DAY - 1);
    expect(done).toMatchObject({ role: 'active', created: false, nonce: nonceOf('a'), forfeitedDays: 0, warnings: [] });
    expect(done.slot).toBe(slot);
    expect(changesSomething(done.transition)).toBe(false);
  });

  test('R3.2 R6.7 nor with replace: there is nothing to replace', () => {
    const done = again(T0 + DAY - 1, license, {}, { replace: true });
    expect([done.role, changesSomething(done.transition)]).toEqual(['active', false]);
  });

  test('R2.7 nor under a clock that stands behind', () => {
    expect(changesSomething(again(T0 - DAY).transition)).toBe(false);
  });

  test('R3.2 a later one is the same activation, counts one and stores what the device now is', () => {
    const facts = { product: 'office-pc', productVersion: '6', platform: 'windows', osVersion: '11', region: 'DE' };
    const done = again(T0 + DAY, license, {}, { facts, deviceName: null });
    expect([done.created, done.nonce]).toEqual([false, nonceOf('a')]);
    expect(changed(done.transition, 'lic_a')?.tally.total).toBe(1);
    expect(changed(done.transition, 'lic_a')?.seats).toBe(license.seats);
    expect(eventsOf(done.transition)).toEqual(['license.reactivated lic_a']);
    expect(done.transition.events[0]?.data).toEqual({ class: 'desktop', role: 'active' });
    expect(done.transition.seats).toEqual([
      { put: seatOf({ license: 'lic_a', device: 'device-1', family: 'office' }, anActivation(), 'active') },
    ]);
    const counted = anActivation({ ...facts, countedAt: T0 + DAY, seenOn: dayNumber(T0 + DAY) });
    expect(slotAfter(done.transition)).toEqual({ ...slot, inForce: aHolding('lic_a', [counted]) });
    expect(
      changesSomething(
        activate(aWorld([license], { now: T0 + DAY + 1, slot: done.slot }), aCommand('lic_a')).transition,
      ),
    ).toBe(false);
  });

  test('R3.2 a new name of the device is stored with the next counted one', () => {
    const named = again(T0 + DAY, license, {}, { deviceName: 'Till' }).slot.inForce?.activations.desktop;
    expect(named?.deviceName).toBe('Till');
  });

  test('R3.2 also when the license has ended', () => {
    expect(again(day(400)).created).toBe(false);
    const closed = { ...license, activateBy: T0, notAfter: day(1) };
    expect(again(T0 + DAY - 1, closed).created).toBe(false);
  });

  test('R3.3 a repeat counts but is never refused for the count, nor for a lack of seats', () => {
    const full = { ...license, plan: aPlan({ activationsPerSeat: 0 }) };
    expect(changed(again(day(2), full).transition, 'lic_a')?.tally.total).toBe(1);
  });

  test('R9.2 a repeat within block tolerance works, a new activation does not', () => {
    const blocked = { ...license, plan: aPlan({ blockToleranceDays: 8 }), blocked: aFlag(day(1)) };
    expect(again(day(2), blocked).created).toBe(false);
    expect(outcomeOf(aWorld([blocked], { now: day(9), slot }), aCommand('lic_a'))).toBe('license_blocked');
    expect(outcomeOf(aWorld([blocked], { now: day(2) }), aCommand('lic_a'))).toBe('license_blocked');
  });

  test('R12.2 a rotated code goes on on a device that has the license, and only there', () => {
    expect(again(day(2), license, {}, { codeRotated: true }).created).toBe(false);
    expect(outcomeOf(aWorld([license]), aCommand('lic_a', { codeRotated: true }))).toBe('code_rotated');
    const waiting = aSlot({ inForce: aHolding('lic_f'), reserve: aHolding('lic_a') });
    const front = aLicense({ id: 'lic_f', startedAt: T0 });
    expect(outcomeOf(aWorld([license, front], { slot: waiting }), aCommand('lic_a', { codeRotated: true }))).toBe(
      'reserve',
    );
  });

  test('R10.2 changed parts of the device are learned', () => {
    const identity = { fingerprints: [], components: { disk: 'h' } };
    const done = again(T0, license, { identity });
    expect(slotAfter(done.transition)).toEqual({ ...slot, identity });
    expect(changesSomething(done.transition)).toBe(true);
  });

  test('R11.1 another class of the license is another activation', () => {
    const done = again(T0, license, {}, { product: PHONE });
    expect([done.created, done.role, done.nonce]).toEqual([true, 'active', nonceOf('new')]);
    expect(Object.keys(done.slot.inForce?.activations ?? {})).toEqual(['desktop', 'mobile']);
    expect(done.slot.inForce?.since).toBe(T0);
  });

  test('R3.2 R6.1 a reserve is found again as the reserve', () => {
    const front = aLicense({ id: 'lic_f', startedAt: T0 });
    const code = aLicense({ id: 'lic_a', fronts: { lic_f: { slots: 1, since: T0 } }, engagedAt: T0 });
    const waiting = aSlot({
      inForce: aHolding('lic_f', [anActivation({ nonce: nonceOf('f') })]),
      reserve: aHolding('lic_a'),
    });
    const done = activate(aWorld([front, code], { now: day(2), slot: waiting }), aCommand('lic_a'));
    expect([done.role, done.created, done.nonce]).toEqual(['reserve', false, nonceOf('a')]);
    expect(done.slot.reserve?.activations.desktop?.countedAt).toBe(day(2));
    expect(done.slot.inForce).toBe(waiting.inForce);
    expect(seatsOf(done.transition)).toEqual(['put a reserve']);
    expect(done.transition.events[0]?.data).toEqual({ class: 'desktop', role: 'reserve' });
  });

  test('R3.2 an activation is found by license and class', () => {
    expect(findExisting(slot, 'lic_a', 'desktop')?.role).toBe('active');
    expect(findExisting(slot, 'lic_a', 'mobile')).toBeNull();
    expect(findExisting(slot, 'lic_b', 'desktop')).toBeNull();
    expect(findExisting(aSlot({ reserve: aHolding('lic_a') }), 'lic_a', 'desktop')?.role).toBe('reserve');
  });
});
