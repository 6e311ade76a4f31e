import { describe, expect, test } from 'vitest';
import type { ActivationWorld } from '../../../functions/core/activation/command.ts';
import { decideActivation } from '../../../functions/core/activation/decide.ts';
import { DAY } from '../../../functions/core/instant.ts';
import type { License } from '../../../functions/core/license.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import { type Seat, seatOf } from '../../../functions/core/seat.ts';
import type { Slot } from '../../../functions/core/slot.ts';
import { aCommand, activate, aWorld, changed, eventsOf, seatsOf, usedSeats } from '../../support/scenes.ts';
import {
  aDeparted,
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

const plan = aPlan({ seats: { desktop: 1, mobile: 1 } });
const holding = { ...plan, lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } };
const HELD_FOR = DAY + 30_000;
const now = day(10);

function taken(over: Partial<License> = {}, held: readonly number[] = []): License {
  const license = aLicense({ plan, startedAt: T0, ...over });
  const counter = { limit: 1, used: 1, held };
  return { ...license, seats: { ...license.seats, desktop: { counter, sharded: false, shards: [] } } };
}

const otherActivation = anActivation({ nonce: nonceOf('o') });
const otherSlot = aSlot({ device: 'device-2', inForce: aHolding('lic_a', [otherActivation]) });
const otherSeat = seatOf({ license: 'lic_a', device: 'device-2', family: 'office' }, otherActivation, 'active');

function asking(
  license: License,
  over: Partial<ActivationWorld> = {},
  seat: Seat = otherSeat,
  slot: Slot | null = otherSlot,
) {
  const world = aWorld([license], { now, releasable: { seat, slot }, ...over });
  return decideActivation(world, aCommand('lic_a', { releaseSeat: true }));
}

describe('R4.4 a held seat comes back to its own device', () => {
  const freeAt = now + 5000;
  const gone = aDeparted({ nonce: nonceOf('h'), seatFreeAt: freeAt });
  const slot = aSlot({ departed: [gone] });

  test('R4.4 at once, as a new activation that counts', () => {
    const { transition, created } = activate(aWorld([taken({}, [freeAt])], { now, slot }), aCommand('lic_a'));
    expect(created).toBe(true);
    expect(changed(transition, 'lic_a')?.seats.desktop?.counter).toEqual({ limit: 1, used: 1, held: [] });
    expect(changed(transition, 'lic_a')?.tally.total).toBe(1);
    expect(transition.seats[0]).toEqual({ remove: gone, heldUntil: freeAt });
    expect(seatsOf(transition)).toEqual(['remove h', 'put new active']);
  });

  test('R4.4 not to another device, class or license, and not when its hold is over or it was handed on', () => {
    const outcome = (departed: Slot['departed'], license = taken({}, [freeAt]), at = now) =>
      decideActivation(aWorld([license], { now: at, slot: aSlot({ departed }) }), aCommand('lic_a')).refusal?.refused;
    expect(outcome([gone])).toBeUndefined();
    expect(outcome([])).toBe('seat_limit_reached');
    expect(outcome([{ ...gone, seatClass: 'mobile' }])).toBe('seat_limit_reached');
    expect(outcome([{ ...gone, license: 'lic_x' }])).toBe('seat_limit_reached');
    expect(outcome([{ ...gone, seatFreeAt: now }], taken({}, [now + 1]))).toBe('seat_limit_reached');
    expect(outcome([gone], taken())).toBe('seat_limit_reached');
    expect(outcome([{ ...gone, seatFreeAt: now - 1 }, gone])).toBe('seat_limit_reached');
  });

  test('R3.3 also a held seat is not given beyond the activation count', () => {
    const world = aWorld([taken({ plan: { ...plan, activationsPerSeat: 0 } }, [freeAt])], { now, slot });
    expect(decideActivation(world, aCommand('lic_a')).refusal?.refused).toBe('activation_count_exceeded');
  });
});

describe('R4.3 freeing a seat of another device', () => {
  test('R4.3 the seat is freed and taken in one step', () => {
    const outcome = asking(taken());
    expect(outcome.refusal).toBeNull();
    const transition = outcome.transition;
    if (transition === null) throw new Error('nothing to write');
    expect(usedSeats(changed(transition, 'lic_a'))).toBe(1);
    expect(changed(transition, 'lic_a')?.releases).toEqual([now]);
    expect(seatsOf(transition)).toEqual(['remove o', 'put new active']);
    expect(eventsOf(transition)).toEqual(['seat.freed lic_a', 'license.activated lic_a']);
    expect(transition.slots.map(({ after }) => [after.device, after.inForce?.license])).toEqual([
      ['device-2', undefined],
      ['device-1', 'lic_a'],
    ]);
  });

  test('R4.3 it is ignored while a seat is free', () => {
    const outcome = asking(aLicense({ startedAt: T0 }));
    expect(outcome.transition && seatsOf(outcome.transition)).toEqual(['put new active']);
    expect(outcome.transition?.slots).toHaveLength(1);
  });

  test('R4.2 without asking, a full class is refused', () => {
    const refusal = refuse('seat_limit_reached', { class: 'desktop', limit: 1, used: 1 });
    expect(decideActivation(aWorld([taken()], { now }), aCommand('lic_a'))).toEqual({ refusal, transition: null });
  });

  test('R4.3 a rotated code frees nothing', () => {
    const slot = aSlot({ inForce: aHolding('lic_a', [anActivation({ seatClass: 'mobile' })]) });
    const world = aWorld([taken()], { now, slot, releasable: { seat: otherSeat, slot: otherSlot } });
    const command = aCommand('lic_a', { releaseSeat: true, codeRotated: true });
    expect(decideActivation(world, command)).toEqual({ refusal: refuse('code_rotated'), transition: null });
  });

  test('section 15: a seat that the license has not, of another class, or that nobody sits in any more is unknown', () => {
    const unknown = { refusal: refuse('seat_unknown'), transition: null };
    const world = aWorld([taken()], { now });
    expect(decideActivation(world, aCommand('lic_a', { releaseSeat: true }))).toEqual(unknown);
    expect(asking(taken(), {}, { ...otherSeat, seatClass: PHONE.seatClass })).toEqual(unknown);
    expect(asking(taken(), {}, otherSeat, null)).toEqual(unknown);
    expect(asking(taken(), {}, { ...otherSeat, nonce: nonceOf('x') })).toEqual(unknown);
  });

  test('R4.3 quota and cool-down bind the owner', () => {
    expect(asking(taken({ releases: [now, now, now] })).refusal?.refused).toBe('release_quota_exceeded');
    const young = { ...otherSeat, activatedAt: now - 1 };
    expect(asking(taken(), {}, young).refusal?.refused).toBe('release_cooldown');
  });
});

describe('R4.4 freeing a seat that is then held', () => {
  const refusal = refuse('seat_limit_reached', { class: 'desktop', limit: 1, used: 1, seatFreeAt: now + HELD_FOR });

  test('R4.4 the release is done, the activation refused with the instant', () => {
    const outcome = asking(taken({ plan: holding }));
    expect(outcome.refusal).toEqual(refusal);
    const transition = outcome.transition;
    if (transition === null) throw new Error('nothing to write');
    expect(eventsOf(transition)).toEqual(['seat.released lic_a']);
    expect(seatsOf(transition)).toEqual(['put o held']);
    expect(changed(transition, 'lic_a')).toMatchObject({ releases: [now], tally: { total: 0 } });
    expect(changed(transition, 'lic_a')?.seats.desktop?.counter.held).toEqual([now + HELD_FOR]);
    expect(transition.slots.map(({ after }) => [after.device, after.inForce])).toEqual([['device-2', null]]);
  });

  test('R4.4 asked again, it answers the same, frees nothing more and costs no release', () => {
    const held = { ...otherSeat, heldUntil: now + HELD_FOR };
    const outcome = asking(taken({ plan: holding, releases: [now, now, now] }, [now + HELD_FOR]), {}, held);
    expect(outcome.refusal).toEqual(refusal);
    expect(outcome.transition?.licenses).toEqual([]);
    expect(outcome.transition?.slots).toEqual([]);
  });

  test('R3.4 nothing else of the refused activation is written, such as how a renewal was funded', () => {
    const renewal = { ...holding, renewal: { withoutPreviousDays: 30 } };
    const world = aWorld([taken({ plan: renewal, engagedAt: null })], {
      now,
      releasable: { seat: otherSeat, slot: otherSlot },
    });
    const outcome = decideActivation(world, aCommand('lic_a', { releaseSeat: true, acceptShorterTerm: true }));
    expect(outcome.refusal?.refused).toBe('seat_limit_reached');
    expect(outcome.transition && changed(outcome.transition, 'lic_a')).toMatchObject({
      term: 365 * DAY,
      startedAt: T0,
    });
  });

  test('R4.6 over the limit a seat is freed, but not given before enough are free', () => {
    const license = taken();
    const counter = { limit: 1, used: 2, held: [] };
    const crowded = { ...license, seats: { ...license.seats, desktop: { counter, sharded: false, shards: [] } } };
    const outcome = asking(crowded);
    expect(outcome.refusal).toEqual(
      refuse('seat_limit_reached', { class: 'desktop', limit: 1, used: 1, seatFreeAt: now }),
    );
    expect(outcome.transition && usedSeats(changed(outcome.transition, 'lic_a'))).toBe(1);
    expect(outcome.transition && eventsOf(outcome.transition)).toEqual(['seat.freed lic_a']);
  });

  test('R6.5 a take-over that is due on the other device is persisted with it', () => {
    const old = aLicense({ id: 'lic_f', plan, startedAt: T0, term: 5 * DAY });
    const license = taken({ startedAt: null, engagedAt: T0, fronts: { lic_f: { slots: 1, since: T0 } } });
    const slot = aSlot({ device: 'device-2', inForce: aHolding('lic_f'), reserve: otherSlot.inForce });
    const world = aWorld([license, old], { now, releasable: { seat: otherSeat, slot } });
    const { transition } = activate(world, aCommand('lic_a', { releaseSeat: true }));
    expect(eventsOf(transition)).toEqual([
      'seat.freed lic_f',
      'reserve.activated lic_a',
      'seat.freed lic_a',
      'license.activated lic_a',
    ]);
    expect(changed(transition, 'lic_a')?.startedAt).toBe(day(5));
    expect(transition.slots[0]?.after).toMatchObject({ device: 'device-2', inForce: null, reserve: null });
  });
});
