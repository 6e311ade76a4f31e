import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import type { License } from '../../functions/core/license.ts';
import {
  contentUntil,
  daysLeft,
  endOf,
  expiresAt,
  graceUntil,
  hasEnded,
  liesAhead,
  maintainedUntil,
  naturalEnd,
  startedBy,
  toleratedUntil,
} from '../../functions/core/term.ts';
import { aFlag, aLicense, aPlan, day, T0 } from '../support/states.ts';

const graceful = aPlan({ graceDays: 10 });
const perpetual = aPlan({ term: { days: null, starts: 'first_activation' } });
const byOrder = aPlan({ term: { days: 365, starts: 'order' } });

describe('R2 terms', () => {
  test.each([
    ['a year from its start', {}, day(365)],
    ['not after notAfter', { notAfter: day(100) }, day(100)],
    ['not prolonged by a late notAfter', { notAfter: day(900) }, day(365)],
    ['nothing for a perpetual one', { plan: perpetual }, null],
    ['notAfter for a perpetual one', { plan: perpetual, notAfter: day(5) }, day(5)],
    ['nothing while not started', { startedAt: null, notAfter: day(5) }, null],
  ])('R2.1 expires: %s', (_, over, end) => {
    expect(expiresAt(aLicense({ startedAt: T0, ...over }))).toBe(end);
  });

  test('R2.5 grace follows the end of the term, where the plan gives any', () => {
    expect(graceUntil(aLicense({ startedAt: T0, plan: graceful }))).toBe(day(375));
    expect(graceUntil(aLicense({ startedAt: T0 }))).toBeNull();
    expect(graceUntil(aLicense({ plan: graceful }))).toBeNull();
  });

  test('R6.0 a license ends by expiry plus grace or by revocation, whichever is first', () => {
    const license = aLicense({ startedAt: T0, plan: graceful });
    expect(naturalEnd(license)).toBe(day(375));
    expect(naturalEnd(aLicense({ startedAt: T0 }))).toBe(day(365));
    expect(endOf(license)).toBe(day(375));
    expect(endOf({ ...license, revoked: aFlag(day(3)) })).toBe(day(3));
    expect(endOf({ ...license, revoked: aFlag(day(400)) })).toBe(day(375));
    expect(hasEnded(license, day(375) - 1)).toBe(false);
    expect(hasEnded(license, day(375))).toBe(true);
    expect(hasEnded(aLicense({ plan: perpetual, startedAt: T0 }), day(99_999))).toBe(false);
  });

  test('R6.0 blocking and suspension do not end it', () => {
    expect(hasEnded(aLicense({ startedAt: T0, blocked: aFlag(T0), suspended: aFlag(T0) }), day(1))).toBe(false);
  });

  test('R2.3 a code that was never activated ends at notAfter, without grace, else never', () => {
    expect(endOf(aLicense({ plan: graceful, notAfter: day(30) }))).toBe(day(30));
    expect(endOf(aLicense())).toBeNull();
  });

  test('R6.2 its end were it to start then; already running, its own; ended unstarted, never later', () => {
    const endOfOne = (over: Partial<License>, start: number) => endOf(startedBy(aLicense(over), start));
    expect(endOfOne({}, day(10))).toBe(day(375));
    expect(endOfOne({ startedAt: T0 }, day(10))).toBe(day(365));
    expect(endOfOne({ notAfter: day(40) }, day(10))).toBe(day(40));
    expect(endOfOne({ plan: graceful, notAfter: day(40) }, day(40) - 1)).toBe(day(50));
    expect(endOfOne({ plan: graceful, notAfter: day(40) }, day(40))).toBe(day(40));
  });

  test('R2.4 a fresh one-year license shows 365 days; days round up and never fall below 0', () => {
    const license = aLicense({ startedAt: T0 });
    expect(daysLeft(license, T0)).toBe(365);
    expect(daysLeft(license, T0 + 1)).toBe(365);
    expect(daysLeft(license, day(1))).toBe(364);
    expect(daysLeft(license, day(365) - 1)).toBe(1);
    expect(daysLeft(license, day(365))).toBe(0);
    expect(daysLeft(license, day(400))).toBe(0);
  });

  test('R2.4 no days left are told while not started and for perpetual ones', () => {
    expect(daysLeft(aLicense(), T0)).toBeNull();
    expect(daysLeft(aLicense({ plan: perpetual, startedAt: T0 }), T0)).toBeNull();
    expect(daysLeft(aLicense({ plan: byOrder, startedAt: day(5) }), T0)).toBeNull();
    expect(daysLeft(aLicense({ plan: byOrder, startedAt: day(5) }), day(5))).toBe(365);
  });

  test('R2.7 a clock that stands behind the first activation shows no more days than there are', () => {
    expect(daysLeft(aLicense({ startedAt: T0 }), T0 - 50)).toBe(365);
  });

  test('R2.3 only an order date or a start without activation lies ahead, never a first activation (R2.7)', () => {
    expect(liesAhead(aLicense({ plan: byOrder, startedAt: day(1), engagedAt: null }), T0)).toBe(true);
    expect(liesAhead(aLicense({ plan: byOrder, startedAt: day(1), engagedAt: day(1) }), T0)).toBe(true);
    expect(liesAhead(aLicense({ plan: byOrder, startedAt: day(1) }), day(1))).toBe(false);
    expect(liesAhead(aLicense({ startedAt: day(1), engagedAt: null }), T0)).toBe(true);
    expect(liesAhead(aLicense({ startedAt: day(1), engagedAt: day(1) }), T0)).toBe(false);
    expect(liesAhead(aLicense(), T0)).toBe(false);
  });

  test('R2.9 content is maintained from the start for so many days', () => {
    const plan = aPlan({ maintenanceDays: 30 });
    expect(maintainedUntil(aLicense({ plan, startedAt: T0 }))).toBe(day(30));
    expect(maintainedUntil(aLicense({ plan }))).toBeNull();
    expect(maintainedUntil(aLicense({ startedAt: T0 }))).toBeNull();
  });

  test('R8.4 once it has ended, grace included, content is too new after the end', () => {
    const license = aLicense({ startedAt: T0, plan: graceful });
    expect(contentUntil(license, day(375) - 1)).toBeNull();
    expect(contentUntil(license, day(375))).toBe(day(375));
    const maintained = aLicense({ startedAt: T0, plan: aPlan({ maintenanceDays: 30 }) });
    expect(contentUntil(maintained, T0)).toBe(day(30));
    expect(contentUntil(maintained, day(365))).toBe(day(30));
  });

  test('R9.2 a block is tolerated for the days of the plan', () => {
    const plan = aPlan({ blockToleranceDays: 8 });
    expect(toleratedUntil(aLicense({ plan, blocked: aFlag(day(2)) }))).toBe(day(10));
    expect(toleratedUntil(aLicense({ plan }))).toBeNull();
  });

  test('R2.4 days left are the whole days from now to the end', () => {
    const offset = fc.integer({ min: 0, max: 370 * DAY });
    fc.assert(
      fc.property(offset, fc.integer({ min: 1, max: 800 }), (ms, days) => {
        const left = daysLeft(aLicense({ startedAt: T0, term: days * DAY }), T0 + ms) ?? -1;
        expect(left * DAY).toBeGreaterThanOrEqual(Math.max(0, days * DAY - ms));
        expect(left * DAY - Math.max(0, days * DAY - ms)).toBeLessThan(DAY);
      }),
    );
  });
});
