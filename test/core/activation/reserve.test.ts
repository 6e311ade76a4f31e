import { describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import type { License } from '../../../functions/core/license.ts';
import type { Slot } from '../../../functions/core/slot.ts';
import { active, code, slot, WAIT, waiting, withReserve } from '../../support/reserves.ts';
import { aCommand, activate, aWorld, changed, eventsOf, seatsOf, slotAfter, usedSeats } from '../../support/scenes.ts';
import { aDeparted, aHolding, aLicense, anActivation, day, nonceOf, PHONE, T0 } from '../../support/states.ts';

const ANEW = { from: 'lic_a', device: 'device-1' };

function act(licenses: readonly License[], now: number, command: ReturnType<typeof aCommand>, of: Slot = slot) {
  return activate(aWorld(licenses, { now, slot: of }), command);
}

describe('R6.1 becoming the reserve', () => {
  const { transition, ...done } = act([active, code], day(1), aCommand('lic_b'));

  test('R6.1 nothing is lost, its term does not start, it holds a seat of its own license', () => {
    expect([done.role, done.created, done.forfeitedDays, done.warnings]).toEqual(['reserve', true, 0, []]);
    const after = changed(transition, 'lic_b');
    expect([after?.startedAt, after?.engagedAt, usedSeats(after), after?.tally.total]).toEqual([null, day(1), 1, 1]);
    expect(changed(transition, 'lic_a')).toBe(active);
    expect(seatsOf(transition)).toEqual(['put new reserve']);
    expect(transition.events).toEqual([
      {
        type: 'reserve.added',
        license: 'lic_b',
        data: { role: 'reserve', seatId: `desktop.${nonceOf('new')}`, class: 'desktop', product: 'office-pc' },
      },
    ]);
  });

  test('R6.1 the slot keeps the license in force, which the history knows, and nothing of the reserve', () => {
    const activation = anActivation({ nonce: nonceOf('new'), productVersion: '5.0.1', activatedAt: day(1) });
    expect(slotAfter(transition)).toEqual({
      ...slot,
      reserve: aHolding('lic_b', [activation], day(1)),
      history: { paid: true, paidLicenses: ['lic_a'], trial: null },
    });
  });

  test('R6.4 it waits behind the license in force, which must stay as it was read', () => {
    expect(transition.waits).toEqual({ put: [WAIT], remove: [] });
    expect(changed(transition, 'lic_b')?.fronts).toEqual({ lic_a: { slots: 1, since: day(1) } });
    expect(transition.licenses.find(({ after }) => after.id === 'lic_a')?.guarded).toBe(true);
  });

  test.each<[string, Partial<License>, number | null]>([
    ['ends within the call', { startedAt: day(1) - 365 * DAY + 30_000 }, day(1) + 30_000],
    ['ends after it', { startedAt: day(1) - 365 * DAY + 30_001 }, null],
    ['has been swept to its end by a clock ahead', { startedAt: T0, sweptTo: day(365) }, day(365)],
    ['has been swept almost to its end', { startedAt: T0, sweptTo: day(365) - 1 }, null],
    ['is looked at sooner anyway', { startedAt: day(1) - 365 * DAY + 1, recheckAt: day(1) }, day(1) - 1],
    ['has another reserve that came as late', { startedAt: day(1) - 365 * DAY + 1, recheckAt: day(1) + 1 }, day(1)],
    ['is looked at later', { startedAt: day(1) - 365 * DAY + 1, recheckAt: day(2) }, day(1) + 1],
  ])('R6.5 R13.1 the sweep comes back for it where the license in force %s', (_, over, recheckAt) => {
    const { transition: added } = act([{ ...active, ...over }, code], day(1), aCommand('lic_b'));
    expect(changed(added, 'lic_a')?.recheckAt).toBe(recheckAt);
  });

  test('R6.4 on another device behind the same license it waits since the first time, in two slots', () => {
    const second = act([active, { ...waiting, seats: code.seats }], day(5), aCommand('lic_b')).transition;
    expect(changed(second, 'lic_b')?.fronts).toEqual({ lic_a: { slots: 2, since: day(1) } });
    expect(changed(second, 'lic_b')?.engagedAt).toBe(day(1));
  });

  test('R6.4 one that runs elsewhere waits without a front, for it keeps its own dates', () => {
    const running = { ...code, startedAt: day(1), engagedAt: day(1) };
    const { transition: other } = act([active, running], day(2), aCommand('lic_b'));
    expect(changed(other, 'lic_b')).toMatchObject({ startedAt: day(1), fronts: {} });
    expect(other.waits.put).toEqual([WAIT]);
  });

  test('R11.1 a second class joins the reserve, which waits once', () => {
    const { transition: more, slot: after } = act(
      [active, waiting],
      day(2),
      aCommand('lic_b', { product: PHONE }),
      withReserve,
    );
    expect(Object.keys(after.reserve?.activations ?? {})).toEqual(['desktop', 'mobile']);
    expect(more.waits).toEqual({ put: [], remove: [] });
    expect(changed(more, 'lic_b')?.fronts).toEqual(waiting.fronts);
  });

  test('R6.2 a reserve that no longer counts gives way: its seat is freed, and it waits no more', () => {
    const old = { ...waiting, notAfter: day(2) };
    const next = aLicense({ id: 'lic_c' });
    const { transition: moved, slot: after } = act([active, old, next], day(2), aCommand('lic_c'), withReserve);
    expect(after.reserve?.license).toBe('lic_c');
    expect(after.departed).toEqual([
      aDeparted({ license: 'lic_b', nonce: nonceOf('b'), how: 'replaced', at: day(2), seatFreeAt: day(2) }),
    ]);
    expect(changed(moved, 'lic_b')).toMatchObject({ fronts: {} });
    expect(usedSeats(changed(moved, 'lic_b'))).toBe(0);
    expect(eventsOf(moved)).toEqual(['reserve.added lic_c', 'seat.freed lic_b', 'reserve.released lic_b']);
    expect(moved.events[1]?.data).toMatchObject({ by: 'replacement' });
    expect(moved.waits).toEqual({ put: [WAIT], remove: [WAIT] });
  });
});

describe('R6.5 an activation that finds a take-over due persists it', () => {
  test('R6.5 R6.3 the reserve is in force since its instant, and repeats as active', () => {
    const { transition, role, slot: after } = act([active, waiting], day(366), aCommand('lic_b'), withReserve);
    expect([role, after.inForce?.since]).toEqual(['active', day(365)]);
    expect(changed(transition, 'lic_b')).toMatchObject({ startedAt: day(365), fronts: {}, engagedAt: day(1) });
    expect(usedSeats(changed(transition, 'lic_a'))).toBe(0);
    expect(seatsOf(transition)).toEqual(['remove a', 'put b active', 'put b active']);
    expect(eventsOf(transition)).toEqual(['seat.freed lic_a', 'reserve.activated lic_b', 'license.reactivated lic_b']);
    expect(transition.events[0]?.data).toMatchObject({ by: 'take_over' });
    expect(transition.events[1]).toMatchObject({ dueAt: day(365), data: ANEW });
    expect(transition.waits).toEqual({ put: [], remove: [WAIT] });
  });

  test('R6.4 the license that handed over must be as it was read: an extension in between wins', () => {
    const { transition } = act([active, waiting], day(366), aCommand('lic_b'), withReserve);
    expect(transition.licenses.find(({ after }) => after.id === 'lic_a')?.guarded).toBe(true);
  });

  test('R6.1 a third code then waits behind the one that has taken over', () => {
    const { transition, role } = act(
      [active, waiting, aLicense({ id: 'lic_c' })],
      day(366),
      aCommand('lic_c'),
      withReserve,
    );
    expect(role).toBe('reserve');
    expect(transition.waits).toEqual({ put: [{ ...WAIT, front: 'lic_b' }], remove: [WAIT] });
    expect(changed(transition, 'lic_c')?.fronts).toEqual({ lic_b: { slots: 1, since: day(366) } });
  });
});
