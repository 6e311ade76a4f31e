import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueMatters } from '../../../functions/core/due.ts';
import { DAY } from '../../../functions/core/instant.ts';
import type { License } from '../../../functions/core/license.ts';
import { extend } from '../../../functions/core/operate/extend.ts';
import { operate } from '../../../functions/core/operate/instruction.ts';
import { isRefusal } from '../../../functions/core/refusal.ts';
import { visit } from '../../../functions/core/sweep.ts';
import { expiresAt, hasEnded, maintainedUntil, naturalEnd } from '../../../functions/core/term.ts';
import { aFlag, aLicense, aPlan, day, T0 } from '../../support/states.ts';

const graceful = aPlan({ graceDays: 10 });
const perpetual = aPlan({ term: { days: null, starts: 'first_activation' }, maintenanceDays: 100 });

function extended(license: License, days: number, now: number) {
  const done = operate(license, { now, actor: 'support', reason: 'paid' }, extend(days));
  if (isRefusal(done)) throw new Error(done.refused);
  return done;
}

describe('R7.5 extending a license', () => {
  test.each<[string, Partial<License>, number, number]>([
    ['from its end while it runs', {}, 100, 395],
    ['from its end in grace: a late payer gains nothing', { plan: graceful }, 370, 395],
    ['from now once ended', {}, 400, 430],
    ['from now once grace is over', { plan: graceful }, 375, 405],
    ['from the very end if it is just over', {}, 365, 395],
  ])('R7.5 %s', (_, over, nowDay, endDay) => {
    const { license } = extended(aLicense({ startedAt: T0, ...over }), 30, day(nowDay));
    expect(expiresAt(license)).toBe(day(endDay));
    expect(license.startedAt).toBe(T0);
  });

  test('R7.5 not started: the days add to the term', () => {
    const { license } = extended(aLicense(), 30, day(100));
    expect([license.term, license.startedAt, license.notAfter]).toEqual([395 * DAY, null, null]);
  });

  test('R7.5 past notAfter, it moves along', () => {
    const running = aLicense({ startedAt: T0, notAfter: day(200) });
    expect(extended(running, 30, day(100)).license.notAfter).toBe(day(230));
    expect(expiresAt(extended(running, 30, day(100)).license)).toBe(day(230));
    expect(expiresAt(extended(running, 30, day(210)).license)).toBe(day(240));
    expect(extended({ ...running, notAfter: day(900) }, 30, day(100)).license.notAfter).toBe(day(900));
  });

  test('R2.7 what the term would give beyond notAfter is not lost', () => {
    const { license } = extended(aLicense({ startedAt: T0, notAfter: day(200) }), 30, day(100));
    expect(expiresAt({ ...license, notAfter: null })).toBe(day(365));
  });

  test('R7.5 not started, notAfter moves by the days: from itself while ahead, from now once past', () => {
    const waiting = aLicense({ notAfter: day(200) });
    expect(extended(waiting, 30, day(100)).license).toMatchObject({ notAfter: day(230), term: 395 * DAY });
    expect(extended(waiting, 30, day(250)).license).toMatchObject({ notAfter: day(280), term: 395 * DAY });
  });

  test('R2.9 a perpetual license has its maintenance extended: from its end, from now once over', () => {
    const running = aLicense({ plan: perpetual, startedAt: T0 });
    expect(maintainedUntil(extended(running, 30, day(50)).license)).toBe(day(130));
    expect(maintainedUntil(extended(running, 30, day(150)).license)).toBe(day(180));
    const { license } = extended(aLicense({ plan: perpetual }), 30, day(50));
    expect([license.maintenance, license.term]).toEqual([130 * DAY, null]);
  });

  test('R2.9 what maintenance covers is told before and after', () => {
    const { events } = extended(aLicense({ plan: perpetual, startedAt: T0 }), 30, day(50));
    expect(events[0]).toMatchObject({ before: { contentUntil: day(100) }, after: { contentUntil: day(130) } });
  });

  test('R7.5 a perpetual license without maintenance has no end to move: nothing is changed or audited', () => {
    const endless = aLicense({ plan: perpetual, maintenance: null });
    for (const license of [endless, { ...endless, startedAt: T0 }]) {
      expect(extended(license, 30, day(50))).toEqual({ license, events: [] });
    }
  });

  test('R2.9 maintenance of a license with a term moves along, from its own end or from now', () => {
    const plan = aPlan({ maintenanceDays: 100 });
    const unstarted = extended(aLicense({ plan }), 30, T0).license;
    expect([unstarted.maintenance, unstarted.term]).toEqual([130 * DAY, 395 * DAY]);
    const running = aLicense({ plan, startedAt: T0 });
    expect(maintainedUntil(extended(running, 30, day(50)).license)).toBe(day(130));
    const lapsed = extended(running, 30, day(150)).license;
    expect([maintainedUntil(lapsed), expiresAt(lapsed)]).toEqual([day(180), day(395)]);
  });

  test('R7.5 a perpetual license that ends at notAfter moves along and stays perpetual', () => {
    const plan = aPlan({ term: { days: null, starts: 'first_activation' } });
    const { license } = extended(aLicense({ plan, startedAt: T0, notAfter: day(10) }), 30, day(5));
    expect([license.term, expiresAt(license)]).toEqual([null, day(40)]);
  });

  test('R7.5 the event tells days and ends, before and after', () => {
    expect(extended(aLicense({ startedAt: T0, notAfter: day(380) }), 30, T0).events).toEqual([
      {
        type: 'license.extended',
        license: 'lic_a',
        reason: 'paid',
        data: { days: 30 },
        before: { expiresAt: day(365), notAfter: day(380) },
        after: { expiresAt: day(395), notAfter: day(395) },
      },
    ]);
  });

  test('R6.4 an end that is passed over is remembered, so that a take-over due at it stays due', () => {
    const { license } = extended(aLicense({ startedAt: T0, pastEnds: [day(9)] }), 30, day(400));
    expect(license.pastEnds).toEqual([day(9), day(365)]);
    expect([license.recheckAt, license.due]).toEqual([day(400), day(400)]);
    const graced = extended(aLicense({ startedAt: T0, plan: graceful }), 30, day(375)).license;
    expect(graced.pastEnds).toEqual([day(375)]);
  });

  test('R6.4 an end that has started a reserve has come, also for who decided before it and writes after it', () => {
    const { license } = extended(aLicense({ startedAt: T0, pastEnds: [day(365)] }), 30, day(364));
    expect(license).toMatchObject({ pastEnds: [day(365)], recheckAt: day(364), due: day(364) });
  });

  test('R6.4 nothing is passed over while it runs or is in grace', () => {
    for (const now of [T0, day(365), day(375) - 1]) {
      const { license } = extended(aLicense({ startedAt: T0, plan: graceful }), 30, now);
      expect([license.pastEnds, license.recheckAt]).toEqual([[], null]);
    }
    expect(extended(aLicense(), 30, day(1)).license.pastEnds).toEqual([]);
  });

  test('R7.5 warnings are armed again only for instants still ahead; the new end expires anew', () => {
    const { license, events } = extended(aLicense({ startedAt: T0 }), 3, day(364));
    expect(events.map(({ type }) => type)).toEqual([...Array<string>(4).fill('license.expiring'), 'license.extended']);
    const later = visit(license, day(1000)).events;
    expect(later.map(({ type, dueAt, data }) => [type, dueAt, data?.daysBefore])).toEqual([
      ['license.expiring', day(365), 3],
      ['license.expiring', day(367), 1],
      ['license.expired', day(368), undefined],
    ]);
    expect(dueMatters(license).some(({ at }) => at < day(364))).toBe(true);
  });

  test('R2.7 no extension ever brings an end forward, and an ended license runs again for just the days', () => {
    const license = fc.record({
      startedAt: fc.option(fc.integer({ min: -500, max: 0 }).map(day)),
      notAfter: fc.option(fc.integer({ min: -100, max: 600 }).map(day)),
      term: fc.option(fc.integer({ min: 1, max: 700 }).map((days) => days * DAY)),
      plan: fc.constantFrom(graceful, aPlan()),
      suspended: fc.constantFrom(null, aFlag(T0)),
    });
    fc.assert(
      fc.property(license, fc.integer({ min: 1, max: 400 }), (over, days) => {
        const before = aLicense(over);
        const after = extended(before, days, T0).license;
        const [old, next] = [naturalEnd(before), naturalEnd(after)];
        expect(hasEnded(after, T0)).toBe(false);
        const least = old === null ? Infinity : old + (old > T0 ? days * DAY : 0);
        expect(next ?? Infinity).toBeGreaterThanOrEqual(least);
        const ranAgain = old !== null && old <= T0 && before.startedAt !== null;
        expect(ranAgain ? expiresAt(after) : T0 + days * DAY).toBe(T0 + days * DAY);
      }),
    );
  });
});
