import { describe, expect, test } from 'vitest';
import { decideDeactivation } from '../../functions/core/deactivation.ts';
import type { License } from '../../functions/core/license.ts';
import type { Slot } from '../../functions/core/slot.ts';
import { changesSomething } from '../../functions/core/transition.ts';
import { active, slot, WAIT, waiting, withReserve } from '../support/reserves.ts';
import { changed, eventsOf, seatsOf, slotAfter, usedSeats } from '../support/scenes.ts';
import {
  aDeparted,
  aFlag,
  aHolding,
  aLicense,
  anActivation,
  aPlan,
  aSlot,
  byId,
  day,
  nonceOf,
  occupied,
  PRODUCTS,
  T0,
} from '../support/states.ts';

const now = day(10);
const A = { license: 'lic_a', nonce: nonceOf('a') };
const B = { license: 'lic_b', nonce: nonceOf('b') };

function deactivate(licenses: readonly License[], of: Slot, id = A, at = now) {
  return decideDeactivation({ now: at, slot: of, licenses: byId(...licenses), products: PRODUCTS }, id);
}

/** The states as a deactivation leaves them, for the next one. */
function next(licenses: readonly License[], { transition }: ReturnType<typeof deactivate>, of: Slot) {
  return { licenses: licenses.map((one) => changed(transition, one.id) ?? one), slot: slotAfter(transition) ?? of };
}

describe('R4.3 a device gives up its activation', () => {
  test('R4.3 its seat is free, and the device keeps its history', () => {
    const history = { paid: true, paidLicenses: ['lic_a'], trial: 'lic_t' };
    const { seatFreeAt, promoted, transition } = deactivate([active], { ...slot, history });
    expect([seatFreeAt, promoted]).toEqual([now, null]);
    expect(usedSeats(changed(transition, 'lic_a'))).toBe(0);
    expect(changed(transition, 'lic_a')?.releases).toEqual([]);
    expect(seatsOf(transition)).toEqual(['remove a']);
    expect(transition.events[0]).toMatchObject({ type: 'seat.freed', data: { by: 'device' } });
    expect(slotAfter(transition)).toEqual({
      ...slot,
      inForce: null,
      departed: [aDeparted({ nonce: nonceOf('a'), at: now, seatFreeAt: now })],
      history,
    });
  });

  test('again → the same answer, and nothing changes', () => {
    const first = deactivate([active], slot);
    const after = next([active], first, slot);
    const second = deactivate(after.licenses, after.slot, A, day(50));
    expect(second).toMatchObject({ seatFreeAt: first.seatFreeAt, promoted: null });
    expect(changesSomething(second.transition)).toBe(false);
    expect(slotAfter(second.transition)).toBe(after.slot);
  });

  test('R4.4 where the plan holds seats, the seat is held from the first time on', () => {
    const plan = aPlan({ lease: { hours: 1, refreshHours: 1, holdSeatUntilLeaseEnds: true } });
    const license = occupied(aLicense({ plan, startedAt: T0 }), 'desktop', 1);
    const first = deactivate([license], slot);
    expect(first.seatFreeAt).toBe(now + 3_630_000);
    const after = next([license], first, slot);
    expect(deactivate(after.licenses, after.slot, A, now + 5000).seatFreeAt).toBe(first.seatFreeAt);
  });

  test('an activation that the slot has forgotten is as good as released now', () => {
    expect(deactivate([active], aSlot())).toMatchObject({ seatFreeAt: now, promoted: null });
  });

  test('R11.1 of two classes only the one given up goes; nothing is promoted', () => {
    const both = aHolding('lic_a', [anActivation(), anActivation({ nonce: nonceOf('m'), seatClass: 'mobile' })]);
    const { promoted, transition } = deactivate([active, waiting], { ...withReserve, inForce: both });
    expect(promoted).toBeNull();
    expect(Object.keys(slotAfter(transition)?.inForce?.activations ?? {})).toEqual(['mobile']);
    expect(slotAfter(transition)?.reserve).toBe(withReserve.reserve);
    expect(transition.waits).toEqual({ put: [], remove: [] });
  });
});

describe('R6.6 what becomes of the reserve', () => {
  test('R6.6 it is promoted at once; its term starts now', () => {
    const { promoted, transition } = deactivate([active, waiting], withReserve);
    expect(promoted).toEqual(B);
    expect(changed(transition, 'lic_b')).toMatchObject({ startedAt: now, fronts: {} });
    expect(slotAfter(transition)).toMatchObject({
      inForce: { ...withReserve.reserve, since: now },
      reserve: null,
      departed: [aDeparted({ nonce: nonceOf('a'), at: now, seatFreeAt: now, promoted: nonceOf('b') })],
      history: { paid: true, paidLicenses: ['lic_b', 'lic_a'], trial: null },
    });
    expect(seatsOf(transition)).toEqual(['remove a', 'put b active']);
    expect(eventsOf(transition)).toEqual(['seat.freed lic_a', 'reserve.activated lic_b']);
    expect(transition.waits).toEqual({ put: [], remove: [WAIT] });
  });

  test.each(['revoked', 'blocked', 'suspended'] as const)(
    'R6.3 one that was %s at this very instant, or by a clock ahead, is not promoted',
    (flag) => {
      for (const at of [now, now + 1]) {
        const { promoted, transition } = deactivate([active, { ...waiting, [flag]: aFlag(at) }], withReserve);
        expect(promoted).toBeNull();
        expect(changed(transition, 'lic_b')?.startedAt ?? null).toBeNull();
      }
    },
  );

  test('R6.6 one that runs elsewhere keeps its dates', () => {
    const running = { ...waiting, startedAt: day(3), fronts: {} };
    const { promoted, transition } = deactivate([active, running], withReserve);
    expect(promoted).toEqual(B);
    expect(changed(transition, 'lic_b')?.startedAt).toBe(day(3));
  });

  test('R6.6 again → the same answer, whatever has become of the promoted one since', () => {
    const licenses = [active, waiting];
    const first = deactivate(licenses, withReserve);
    let after = next(licenses, first, withReserve);
    expect(deactivate(after.licenses, after.slot, A, day(20)).promoted).toEqual(B);
    const gone = deactivate(after.licenses, after.slot, B, day(21));
    after = next(after.licenses, gone, after.slot);
    expect(after.slot.inForce).toBeNull();
    const replaced = { ...after.slot, inForce: aHolding('lic_x', [anActivation({ nonce: nonceOf('x') })]) };
    expect(deactivate(after.licenses, replaced, A, day(22))).toMatchObject({ promoted: B, seatFreeAt: now });
    const waitingAgain = { ...after.slot, departed: after.slot.departed.slice(1), reserve: withReserve.reserve };
    expect(deactivate(after.licenses, waitingAgain, A, day(22)).promoted).toEqual(B);
    const forgotten = { ...after.slot, departed: after.slot.departed.slice(1) };
    expect(deactivate(after.licenses, forgotten, A, day(22)).promoted).toBeNull();
  });

  test('R6.6 the promoted activation of the same class is named, else any', () => {
    const [desktop, mobile] = [
      anActivation({ nonce: nonceOf('b') }),
      anActivation({ nonce: nonceOf('m'), seatClass: 'mobile' }),
    ];
    const two = { ...withReserve, reserve: aHolding('lic_b', [mobile, desktop], day(1)) };
    expect(deactivate([active, waiting], two).promoted).toEqual(B);
    const one = { ...withReserve, reserve: aHolding('lic_b', [mobile], day(1)) };
    expect(deactivate([active, waiting], one).promoted).toEqual({ license: 'lic_b', nonce: nonceOf('m') });
  });

  test('R6.3 R6.6 an unfit one goes on waiting, for nobody', () => {
    const blocked = { ...waiting, blocked: aFlag(day(5)) };
    const { promoted, transition } = deactivate([active, blocked], withReserve);
    expect(promoted).toBeNull();
    expect(deactivate([active, { ...waiting, notAfter: now }], withReserve).promoted).toBeNull();
    expect(slotAfter(transition)).toMatchObject({ inForce: null, reserve: withReserve.reserve });
    expect(changed(transition, 'lic_b')).toMatchObject({ startedAt: null, fronts: {} });
    expect(transition.waits).toEqual({ put: [], remove: [WAIT] });
  });

  test('R6.1 a device may give up its reserve: the license in force stays', () => {
    const { promoted, transition } = deactivate([active, waiting], withReserve, B);
    expect(promoted).toBeNull();
    expect(slotAfter(transition)).toMatchObject({ inForce: slot.inForce, reserve: null, history: slot.history });
    expect(usedSeats(changed(transition, 'lic_b'))).toBe(0);
    expect(changed(transition, 'lic_b')?.fronts).toEqual({});
    expect(transition.waits).toEqual({ put: [], remove: [WAIT] });
    const alone = deactivate([waiting], { ...withReserve, inForce: null }, B);
    expect(alone.transition.waits).toEqual({ put: [], remove: [] });
  });

  test('R11.1 of a reserve with two classes one may go', () => {
    const two = aHolding('lic_b', [
      anActivation({ nonce: nonceOf('b') }),
      anActivation({ nonce: nonceOf('m'), seatClass: 'mobile' }),
    ]);
    const { transition } = deactivate([active, waiting], { ...withReserve, reserve: two }, B);
    expect(Object.keys(slotAfter(transition)?.reserve?.activations ?? {})).toEqual(['mobile']);
    expect(transition.waits.remove).toEqual([]);
  });
});

describe('R6.5 a take-over that is due comes first', () => {
  test('R6.5 the former activation was freed at the take-over; the answer is the same each time', () => {
    const first = deactivate([active, waiting], withReserve, A, day(400));
    const promoted = { license: 'lic_b', nonce: nonceOf('b') };
    expect(first).toMatchObject({ seatFreeAt: day(365), promoted });
    expect(slotAfter(first.transition)?.inForce?.license).toBe('lic_b');
    expect(eventsOf(first.transition)).toEqual(['seat.freed lic_a', 'reserve.activated lic_b']);
    const after = next([active, waiting], first, withReserve);
    const second = deactivate(after.licenses, after.slot, A, day(401));
    expect(second).toMatchObject({ seatFreeAt: day(365), promoted });
    expect(changesSomething(second.transition)).toBe(false);
  });

  test('R6.5 the reserve that has taken over is given up as the license in force', () => {
    const { transition } = deactivate([active, waiting], withReserve, B, day(400));
    expect(slotAfter(transition)).toMatchObject({ inForce: null, reserve: null });
    expect(changed(transition, 'lic_b')?.startedAt).toBe(day(365));
    expect(seatsOf(transition)).toEqual(['remove a', 'put b active', 'remove b']);
  });
});
