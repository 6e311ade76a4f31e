import { describe, expect, test } from 'vitest';
import { decideActivation } from '../../../functions/core/activation/decide.ts';
import { DAY } from '../../../functions/core/instant.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import { asking, holding, now, otherSeat, otherSlot, plan, taken } from '../../support/releases.ts';
import { aCommand, activate, aWorld, changed, eventsOf, seatsOf, usedSeats } from '../../support/scenes.ts';
import { aHolding, aLicense, aSlot, day, T0 } from '../../support/states.ts';

const HELD_FOR = DAY + 30_000;

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
