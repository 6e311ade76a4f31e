import { describe, expect, test } from 'vitest';
import { decideActivation } from '../../../functions/core/activation/decide.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import type { Slot } from '../../../functions/core/slot.ts';
import { asking, now, otherSeat, otherSlot, plan, taken } from '../../support/releases.ts';
import { aCommand, activate, aWorld, changed, eventsOf, seatsOf, usedSeats } from '../../support/scenes.ts';
import { aDeparted, aHolding, aLicense, anActivation, aSlot, nonceOf, PHONE, T0 } from '../../support/states.ts';

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

  test('R4.1 a seat of another class that is held here is not taken', () => {
    const pool = { counter: { limit: 1, used: 1, held: [freeAt] }, sharded: false, shards: [] };
    const license = { ...taken(), seats: { ...taken().seats, mobile: pool } };
    const world = aWorld([license], { now, slot: aSlot({ departed: [{ ...gone, seatClass: 'mobile' }] }) });
    expect(decideActivation(world, aCommand('lic_a')).refusal?.refused).toBe('seat_limit_reached');
  });

  test('R4.6 once its hold is over it is as free as any other: over the limit, to nobody', () => {
    const counter = { limit: 1, used: 2, held: [now] };
    const crowded = { ...taken(), seats: { desktop: { counter, sharded: false, shards: [] } } };
    const world = aWorld([crowded], { now, slot: aSlot({ departed: [{ ...gone, seatFreeAt: now }] }) });
    expect(decideActivation(world, aCommand('lic_a')).refusal?.refused).toBe('seat_limit_reached');
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
