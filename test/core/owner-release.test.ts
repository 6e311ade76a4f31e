import { describe, expect, test } from 'vitest';
import { decideRelease } from '../../functions/core/deactivation.ts';
import { Draft } from '../../functions/core/draft.ts';
import { HOUR, YEAR } from '../../functions/core/instant.ts';
import type { License } from '../../functions/core/license.ts';
import { checkOwnerRelease, freeableAt, freeFromOutside } from '../../functions/core/owner-release.ts';
import { isRefusal, refuse } from '../../functions/core/refusal.ts';
import { seatOf } from '../../functions/core/seat.ts';
import type { Slot } from '../../functions/core/slot.ts';
import { changesSomething } from '../../functions/core/transition.ts';
import { active, slot, WAIT, waiting, withReserve } from '../support/reserves.ts';
import { changed, eventsOf, seatsOf, slotAfter, usedSeats } from '../support/scenes.ts';
import {
  aDeparted,
  aHolding,
  aLicense,
  anActivation,
  aPlan,
  byId,
  day,
  nonceOf,
  occupied,
  PRODUCTS,
  T0,
} from '../support/states.ts';

const now = day(10);
const seat = seatOf({ license: 'lic_a', device: 'device-1', family: 'office' }, anActivation(), 'active');
const reserveSeat = { ...seat, license: 'lic_b', nonce: nonceOf('b'), role: 'reserve' as const };

function release(licenses: readonly License[], of: Slot, one = seat, by: 'owner' | 'operator' = 'owner', at = now) {
  return decideRelease({ now: at, slot: of, licenses: byId(...licenses), products: PRODUCTS }, one, by);
}

function released(...args: Parameters<typeof release>) {
  const outcome = release(...args);
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  return outcome;
}

describe('R4.3 whether the owner may free a seat', () => {
  test('R4.3 none younger than the cool-down', () => {
    expect(freeableAt(aLicense(), seat)).toBe(day(1));
    expect(checkOwnerRelease(aLicense(), seat, day(1))).toBeNull();
    expect(checkOwnerRelease(aLicense(), seat, day(1) - 1)).toEqual(refuse('release_cooldown', { freeableAt: day(1) }));
    const plan = aPlan({ selfService: { releasesPerYear: 3, cooldownHours: 2 } });
    expect(freeableAt(aLicense({ plan }), seat)).toBe(T0 + 2 * HOUR);
  });

  test('R4.3 so many in a rolling year of 365 days, and from when on the next', () => {
    const releases = [day(1), day(2), day(3)];
    expect(checkOwnerRelease(aLicense({ releases: releases.slice(1) }), seat, now)).toBeNull();
    const refusal = refuse('release_quota_exceeded', { releasesPerYear: 3, nextReleaseAt: day(1) + YEAR });
    expect(checkOwnerRelease(aLicense({ releases }), seat, now)).toEqual(refusal);
    expect(checkOwnerRelease(aLicense({ releases }), seat, day(1) + YEAR - 1)).toEqual(refusal);
    expect(checkOwnerRelease(aLicense({ releases }), seat, day(1) + YEAR)).toBeNull();
    const more = aLicense({ releases: [T0, ...releases] });
    expect(checkOwnerRelease(more, seat, now)).toEqual(refusal);
  });

  test('R4.3 where the plan allows none there is no next one', () => {
    const plan = aPlan({ selfService: { releasesPerYear: 0, cooldownHours: 0 } });
    const refusal = refuse('release_quota_exceeded', { releasesPerYear: 0, nextReleaseAt: null });
    expect(checkOwnerRelease(aLicense({ plan }), seat, now)).toEqual(refusal);
  });

  test('R4.4 a seat that is held was released before: asking again costs nothing', () => {
    const license = aLicense({ releases: [now, now, now] });
    expect(checkOwnerRelease(license, { ...seat, activatedAt: now, heldUntil: now + 1 }, now)).toBeNull();
  });
});

describe('R4.3 freeing a seat from outside', () => {
  test('R4.3 the seat is free, the device has nothing in force, and the owner has used one release', () => {
    const { seatFreeAt, transition } = released([{ ...active, releases: [now - YEAR, day(5)] }], slot);
    expect(seatFreeAt).toBe(now);
    expect(slotAfter(transition)).toEqual({
      ...slot,
      inForce: null,
      departed: [aDeparted({ nonce: nonceOf('a'), at: now, seatFreeAt: now })],
      history: { paid: true, paidLicenses: ['lic_a'], trial: null },
    });
    expect(usedSeats(changed(transition, 'lic_a'))).toBe(0);
    expect(changed(transition, 'lic_a')?.releases).toEqual([day(5), now]);
    expect(seatsOf(transition)).toEqual(['remove a']);
    expect(transition.events[0]?.data).toMatchObject({ by: 'owner' });
  });

  test('R4.3 an operator uses none', () => {
    const { transition } = released([active], slot, seat, 'operator');
    expect(changed(transition, 'lic_a')?.releases).toEqual([]);
    expect(transition.events[0]?.data).toMatchObject({ by: 'operator' });
  });

  test('R6.6 a reserve goes on waiting, but no more behind this license: nobody else can start its term', () => {
    const { transition } = released([active, waiting], withReserve);
    expect(slotAfter(transition)).toMatchObject({ inForce: null, reserve: withReserve.reserve });
    expect(transition.waits).toEqual({ put: [], remove: [WAIT] });
    expect(changed(transition, 'lic_b')).toMatchObject({ startedAt: null, fronts: {} });
  });

  test('R6.6 of two classes the other one stays in force, and the reserve behind it', () => {
    const both = aHolding('lic_a', [anActivation(), anActivation({ nonce: nonceOf('m'), seatClass: 'mobile' })]);
    const { transition } = released([active, waiting], { ...withReserve, inForce: both });
    expect(Object.keys(slotAfter(transition)?.inForce?.activations ?? {})).toEqual(['mobile']);
    expect(transition.waits.remove).toEqual([]);
  });

  test('R6.1 the seat of a reserve is freed, and it waits no more', () => {
    const { transition } = released([active, waiting], withReserve, reserveSeat);
    expect(slotAfter(transition)).toMatchObject({ inForce: slot.inForce, reserve: null });
    expect(usedSeats(changed(transition, 'lic_b'))).toBe(0);
    expect(changed(transition, 'lic_b')).toMatchObject({ fronts: {} });
    expect(transition.waits.remove).toEqual([WAIT]);
  });

  test('R6.6 a reserve with nothing before it is freed without any wait to forget', () => {
    const free = { ...waiting, fronts: {} };
    const { transition } = released([free], { ...withReserve, inForce: null }, reserveSeat);
    expect(slotAfter(transition)?.reserve).toBeNull();
    expect(transition.waits.remove).toEqual([]);
  });

  test('R6.4 waiting in two slots, it waits in one less', () => {
    const twice = { ...waiting, fronts: { lic_a: { slots: 2, since: day(1) } } };
    const { transition } = released([active, twice], withReserve, reserveSeat);
    expect(changed(transition, 'lic_b')?.fronts).toEqual({ lic_a: { slots: 1, since: day(1) } });
  });

  test('R4.4 where the plan holds seats it is held; freeing it again answers the same and changes nothing', () => {
    const plan = aPlan({ lease: { hours: 1, refreshHours: 1, holdSeatUntilLeaseEnds: true } });
    const holding = occupied(aLicense({ plan, startedAt: T0 }), 'desktop', 1);
    const first = released([holding], slot);
    expect(first.seatFreeAt).toBe(now + HOUR + 30_000);
    const again = released([holding], slot, { ...seat, heldUntil: first.seatFreeAt });
    expect(again.seatFreeAt).toBe(first.seatFreeAt);
    expect(changesSomething(again.transition)).toBe(false);
  });

  test('section 15: a seat that nobody sits in is unknown', () => {
    expect(release([active], slot, { ...seat, nonce: nonceOf('x') })).toEqual(refuse('seat_unknown'));
    expect(release([active], { ...slot, inForce: null })).toEqual(refuse('seat_unknown'));
    expect(freeFromOutside(new Draft(now, byId(active)), slot, { ...seat, nonce: nonceOf('x') }, 'owner')).toBeNull();
  });

  test('R6.5 R2.6 a take-over that is due comes first: the old seat is gone, the new one can be freed', () => {
    const late = day(366);
    expect(release([active, waiting], withReserve, seat, 'owner', late)).toEqual(refuse('seat_unknown'));
    const { transition } = released([active, waiting], withReserve, reserveSeat, 'operator', late);
    expect(eventsOf(transition)).toEqual(['seat.freed lic_a', 'reserve.activated lic_b', 'seat.freed lic_b']);
    expect(slotAfter(transition)).toMatchObject({ inForce: null, reserve: null, history: { paid: true } });
    expect(changed(transition, 'lic_b')?.startedAt).toBe(day(365));
  });
});
