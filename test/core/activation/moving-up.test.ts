import { describe, expect, test } from 'vitest';
import { decideActivation } from '../../../functions/core/activation/decide.ts';
import type { License } from '../../../functions/core/license.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import type { Slot } from '../../../functions/core/slot.ts';
import { active, slot, WAIT, waiting, withReserve } from '../../support/reserves.ts';
import { aCommand, activate, aWorld, changed, eventsOf, seatsOf, usedSeats } from '../../support/scenes.ts';
import { aFlag, aHolding, aLicense, anActivation, aPlan, day, nonceOf, PHONE } from '../../support/states.ts';

function act(licenses: readonly License[], now: number, command: ReturnType<typeof aCommand>, of: Slot = slot) {
  return activate(aWorld(licenses, { now, slot: of }), command);
}

describe('R6.0 R6.6 a reserve that is activated again', () => {
  test('R6.6 with nothing in force it comes into force now, with the activation that it has', () => {
    const free = { ...waiting, fronts: {} };
    const { transition, ...done } = act([free], day(5), aCommand('lic_b'), { ...withReserve, inForce: null });
    expect([done.role, done.created, done.nonce]).toEqual(['active', false, nonceOf('b')]);
    expect(done.slot).toMatchObject({ inForce: { license: 'lic_b', since: day(5) }, reserve: null });
    expect(done.slot.history).toMatchObject({ paid: true, paidLicenses: ['lic_b'] });
    expect(changed(transition, 'lic_b')).toMatchObject({ startedAt: day(5), tally: { total: 1 } });
    expect(usedSeats(changed(transition, 'lic_b'))).toBe(1);
    expect(seatsOf(transition)).toEqual(['put b active', 'put b active']);
    expect(transition.events[0]).toEqual({ type: 'reserve.activated', license: 'lic_b', data: { device: 'device-1' } });
    expect(eventsOf(transition)).toEqual(['reserve.activated lic_b', 'license.reactivated lic_b']);
    expect(transition.waits.remove).toEqual([]);
  });

  test('R3.2 within 24 h of the last counted time it moves up without being counted', () => {
    const counted = {
      ...withReserve,
      inForce: null,
      reserve: aHolding('lic_b', [anActivation({ countedAt: day(5) })]),
    };
    const { transition } = act([{ ...waiting, fronts: {} }], day(5), aCommand('lic_b'), counted);
    expect(eventsOf(transition)).toEqual(['reserve.activated lic_b']);
    expect(changed(transition, 'lic_b')?.tally.total).toBe(0);
  });

  test('R6.0 over a license that is suspended it comes into force and frees the seat of that one', () => {
    const suspended = { ...active, suspended: aFlag(day(4)) };
    const { transition, ...done } = act([suspended, waiting], day(5), aCommand('lic_b'), withReserve);
    expect([done.role, done.forfeitedDays]).toEqual(['active', 0]);
    expect(usedSeats(changed(transition, 'lic_a'))).toBe(0);
    expect(changed(transition, 'lic_b')).toMatchObject({ startedAt: day(5), fronts: {} });
    expect(done.slot.departed[0]).toMatchObject({ license: 'lic_a', how: 'replaced' });
    expect(transition.waits.remove).toEqual([WAIT]);
    const freed = ['seat.freed lic_a', 'license.replaced lic_a'];
    expect(eventsOf(transition)).toEqual([...freed, 'reserve.activated lic_b', 'license.reactivated lic_b']);
    expect(transition.licenses.find(({ after }) => after.id === 'lic_a')?.guarded).toBe(true);
  });

  test('R11.1 another class of it comes into force together with the one that waited', () => {
    const suspended = { ...active, suspended: aFlag(day(4)) };
    const { transition, ...done } = act(
      [suspended, waiting],
      day(5),
      aCommand('lic_b', { product: PHONE }),
      withReserve,
    );
    expect([done.role, done.created]).toEqual(['active', true]);
    expect(Object.keys(done.slot.inForce?.activations ?? {})).toEqual(['desktop', 'mobile']);
    expect(done.slot.reserve).toBeNull();
    expect(seatsOf(transition)).toEqual(['put new active', 'remove a', 'put b active']);
  });

  test.each<[string, Partial<License>]>([
    ['blocked, though tolerated,', { blocked: aFlag(day(4)), plan: aPlan({ blockToleranceDays: 8 }) }],
    ['ended', { notAfter: day(5) }],
  ])('R3.2 R6.3 one that is %s only repeats', (_, over) => {
    const { transition, role } = act([{ ...waiting, ...over, fronts: {} }], day(5), aCommand('lic_b'), {
      ...withReserve,
      inForce: null,
    });
    expect(role).toBe('reserve');
    expect(changed(transition, 'lic_b')?.startedAt).toBeNull();
  });

  test('R6.7 with replace it asks, and moves up when confirmed, its own wait over', () => {
    const world = aWorld([active, waiting], { now: day(5), slot: withReserve });
    const command = aCommand('lic_b', { replace: true });
    const terms = {
      device: 'device-1',
      family: 'office',
      slotVersion: 1,
      from: 'lic_a',
      to: 'lic_b',
      forfeitedDays: 360,
    };
    const asked = refuse('replacement_confirmation_required', { forfeitedDays: 360 });
    expect(decideActivation(world, command)).toEqual({ refusal: asked, transition: null, terms });
    const done = activate(world, { ...command, confirmed: terms });
    expect([done.role, done.created, done.forfeitedDays]).toEqual(['active', false, 360]);
    expect(done.slot).toMatchObject({ inForce: { license: 'lic_b' }, reserve: null });
    expect(done.slot.inForce?.activations.desktop?.told).toEqual({
      forfeitedDays: 360,
      warnings: [],
      changedComponents: [],
    });
    expect(done.transition.waits.remove).toEqual([WAIT]);
  });

  test('section 15: only a replacement asks for a confirmation', () => {
    const world = aWorld([active, waiting, aLicense({ id: 'lic_c' })], { now: day(5), slot: withReserve });
    expect(decideActivation(world, aCommand('lic_c'))).toEqual({ refusal: refuse('reserve_exists'), transition: null });
  });
});
