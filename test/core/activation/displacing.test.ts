import { describe, expect, test } from 'vitest';
import type { License } from '../../../functions/core/license.ts';
import type { Slot } from '../../../functions/core/slot.ts';
import { aCommand, activate, aWorld, changed, eventsOf, seatsOf, usedSeats } from '../../support/scenes.ts';
import {
  aDeparted,
  aFlag,
  aHolding,
  aLicense,
  anActivation,
  aPlan,
  aSlot,
  day,
  nonceOf,
  occupied,
  T0,
} from '../../support/states.ts';

const held = aPlan({ lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } });
const old = occupied(aLicense({ startedAt: T0 }), 'desktop', 1);
const reserve = occupied(
  aLicense({ id: 'lic_r', engagedAt: day(1), fronts: { lic_a: { slots: 1, since: day(1) } } }),
  'desktop',
  1,
);
const code = aLicense({ id: 'lic_n', term: 100 * 86_400_000 });
const slot = aSlot({
  inForce: aHolding('lic_a'),
  reserve: aHolding('lic_r', [anActivation({ nonce: nonceOf('r') })], day(1)),
});
const wait = (front: string) => ({ front, device: 'device-1', family: 'office' });

/** The new code replaces what is in force on day 10, confirmed. */
function replace(licenses: readonly License[], of: Slot = slot, forfeitedDays: number | null = 355) {
  const confirmed = { device: 'device-1', family: 'office', slotVersion: 1, from: 'lic_a', to: 'lic_n', forfeitedDays };
  const world = aWorld(licenses, { now: day(10), slot: of });
  return activate(world, aCommand('lic_n', { replace: true, confirmed }));
}

describe('R6.7 a confirmed replacement', () => {
  const { transition, ...done } = replace([old, code], { ...slot, reserve: null });

  test('R6.7 the old activation is released and its seat freed; the old license stays as it is', () => {
    expect([done.role, done.created, done.forfeitedDays, done.warnings]).toEqual(['active', true, 355, []]);
    expect(changed(transition, 'lic_a')).toEqual({ ...occupied(old, 'desktop', 0), due: day(351) });
    expect(done.slot.departed).toEqual([
      aDeparted({ nonce: nonceOf('a'), how: 'replaced', at: day(10), seatFreeAt: day(10) }),
    ]);
    expect(seatsOf(transition)).toEqual(['put new active', 'remove a']);
    expect(eventsOf(transition)).toEqual(['license.activated lic_n', 'seat.freed lic_a', 'license.replaced lic_a']);
    expect(transition.events[2]?.data).toEqual({ by: 'lic_n', forfeitedDays: 355 });
    expect(transition.licenses.find(({ after }) => after.id === 'lic_a')?.guarded).toBe(true);
  });

  test('R2.2 the new license starts now; days are never summed', () => {
    expect(changed(transition, 'lic_n')).toMatchObject({ startedAt: day(10), engagedAt: day(10), term: code.term });
    expect(done.slot.inForce).toMatchObject({ license: 'lic_n', since: day(10) });
    expect(done.slot.history.paidLicenses).toEqual(['lic_n', 'lic_a']);
  });

  test('R4.4 where the plan holds seats the freed one is held', () => {
    const { transition: holding } = replace([{ ...old, plan: held }, code], { ...slot, reserve: null });
    expect(seatsOf(holding)).toEqual(['put new active', 'put a held']);
    expect(usedSeats(changed(holding, 'lic_a'))).toBe(1);
  });

  test('R6.7 all its activations on this device go', () => {
    const both = aHolding('lic_a', [anActivation(), anActivation({ nonce: nonceOf('m'), seatClass: 'mobile' })]);
    const { slot: after } = replace([occupied(old, 'mobile', 1), code], { ...slot, inForce: both, reserve: null });
    expect(after.departed.map(({ nonce, how }) => `${how} ${nonce}`)).toEqual([
      `replaced ${nonceOf('a')}`,
      `replaced ${nonceOf('m')}`,
    ]);
  });
});

describe('R6.7 what becomes of a waiting reserve', () => {
  test('R6.7 it stays, and waits behind the new license in force from now on', () => {
    const { transition, slot: after, warnings } = replace([old, reserve, code]);
    expect(warnings).toEqual([]);
    expect(after.reserve).toEqual({ ...slot.reserve, since: day(10) });
    expect(changed(transition, 'lic_r')?.fronts).toEqual({ lic_n: { slots: 1, since: day(10) } });
    expect(transition.waits).toEqual({ put: [wait('lic_n')], remove: [wait('lic_a')] });
  });

  test('R6.7 one that would end sooner than the new license is released and named', () => {
    const running = { ...reserve, startedAt: day(-300), fronts: {} };
    const { transition, slot: after, warnings } = replace([old, running, code]);
    expect(warnings).toEqual(['reserve_released:lic_r']);
    expect([after.inForce?.license, after.reserve]).toEqual(['lic_n', null]);
    expect(usedSeats(changed(transition, 'lic_r'))).toBe(0);
    expect(after.departed[0]).toMatchObject({ nonce: nonceOf('r'), how: 'released' });
    expect(transition.waits).toEqual({ put: [], remove: [wait('lic_a')] });
    expect(eventsOf(transition).slice(3)).toEqual(['seat.freed lic_r', 'reserve.released lic_r']);
    expect(after.inForce?.activations.desktop?.told).toEqual({
      forfeitedDays: 355,
      warnings,
      changedComponents: [],
    });
  });

  test('R6.2 R6.7 so is one that would end in the same instant', () => {
    const ending = (at: number) => ({ ...reserve, startedAt: T0, fronts: {}, term: at - T0 });
    expect(replace([old, ending(day(110)), code]).warnings).toEqual(['reserve_released:lic_r']);
    expect(replace([old, ending(day(110) + 1), code]).warnings).toEqual([]);
  });

  test('R6.7 behind a license without end it would wait for ever', () => {
    const { warnings } = replace([old, reserve, { ...code, term: null }]);
    expect(warnings).toEqual(['reserve_released:lic_r']);
    expect(replace([old, { ...reserve, term: null }, code]).warnings).toEqual([]);
  });

  test('R6.4 one that waits elsewhere is judged by its start there, not by the wait that is over here', () => {
    const short = aLicense({ id: 'lic_s', startedAt: T0, term: 20 * 86_400_000 });
    const elsewhere = {
      ...reserve,
      term: 60 * 86_400_000,
      fronts: { ...reserve.fronts, lic_s: { slots: 1, since: T0 } },
    };
    expect(replace([old, elsewhere, code, short]).warnings).toEqual(['reserve_released:lic_r']);
    const ending = { ...old, term: 15 * 86_400_000 };
    const here = { ...reserve, term: 60 * 86_400_000 };
    expect(replace([ending, here, code], slot, 5).warnings).toEqual([]);
    const twice = { ...here, fronts: { lic_a: { slots: 2, since: day(1) } } };
    expect(replace([ending, twice, code], slot, 5).warnings).toEqual(['reserve_released:lic_r']);
  });

  test('R6.0 R6.3 an unfit reserve stays behind a new code over the license that it could not follow', () => {
    const blocked = { ...reserve, blocked: aFlag(day(5)) };
    const now = day(366);
    const licenses = [old, blocked, { ...code, term: 900 * 86_400_000 }];
    const done = activate(aWorld(licenses, { now, slot }), aCommand('lic_n'));
    expect([done.role, done.warnings]).toEqual(['active', ['reserve_released:lic_r']]);
    const short = activate(aWorld([old, blocked, code], { now, slot }), aCommand('lic_n'));
    expect([short.slot.reserve?.license, short.slot.reserve?.since]).toEqual(['lic_r', now]);
  });

  test('R6.6 one that waits for nobody waits behind a new code; or is released if that one lasts longer', () => {
    const alone = { ...slot, inForce: null };
    const free = { ...reserve, fronts: {} };
    const done = activate(aWorld([free, code], { now: day(10), slot: alone }), aCommand('lic_n'));
    expect([done.role, done.slot.reserve?.license]).toEqual(['active', 'lic_r']);
    expect(done.transition.waits).toEqual({ put: [wait('lic_n')], remove: [] });
    const lasting = activate(aWorld([free, { ...code, term: null }], { now: day(10), slot: alone }), aCommand('lic_n'));
    expect(lasting.warnings).toEqual(['reserve_released:lic_r']);
    expect(lasting.transition.waits).toEqual({ put: [], remove: [] });
  });

  test('R11.1 another class of the license in force leaves the reserve alone', () => {
    const world = aWorld([old, reserve], {
      now: day(10),
      slot: { ...slot, inForce: aHolding('lic_a', [anActivation({ seatClass: 'mobile' })]) },
    });
    const { transition, slot: after } = activate(world, aCommand('lic_a'));
    expect(after.reserve).toBe(slot.reserve);
    expect(transition.waits).toEqual({ put: [], remove: [] });
  });
});
