import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import {
  findIssueMistakes,
  findReachMistakes,
  type IssueTerms,
  issuedEvent,
  issueLicense,
} from '../../functions/core/issue.ts';
import { importedHint, importLicense } from '../../functions/core/issue-import.ts';
import type { License } from '../../functions/core/license.ts';
import { stateOf } from '../../functions/core/license-state.ts';
import type { Plan } from '../../functions/core/plan.ts';
import { isRefusal } from '../../functions/core/refusal.ts';
import { expiresAt, liesAhead } from '../../functions/core/term.ts';
import { aPlan, day, T0 } from '../support/states.ts';

const NOTHING: IssueTerms = {
  orderedAt: null,
  activateBy: null,
  notAfter: null,
  seats: {},
  regions: null,
  entitlements: null,
  metadata: {},
  promotion: false,
};
const BIRTH = { id: 'lic_new', codeHint: '*****-*****-*****-AB3CD', issuedAt: T0 };

function issue(plan: Partial<Plan>, terms: Partial<IssueTerms> = {}): License {
  return issueLicense(aPlan(plan), { ...NOTHING, ...terms }, BIRTH);
}

describe('a new license', () => {
  test('R2.2: does not run before its first activation', () => {
    const license = issue({});
    expect(license).toMatchObject({ startedAt: null, engagedAt: null, term: 365 * DAY, due: null });
    expect(stateOf(license, day(10_000))).toBe('issued');
  });

  test('R2.2: runs from the order date where the plan says so, activated or not', () => {
    const ordered = { term: { days: 30, starts: 'order' as const } };
    expect(issue(ordered).startedAt).toBe(T0);
    const earlier = issue(ordered, { orderedAt: day(-5) });
    expect(expiresAt(earlier)).toBe(day(25));
    // The first warning of the default plan still ahead is 14 days before the end.
    expect(earlier.due).toBe(day(11));
  });

  test('R2.3: an order date ahead is not yet valid; with another start it says nothing of the term', () => {
    expect(liesAhead(issue({ term: { days: 30, starts: 'order' } }, { orderedAt: day(3) }), day(1))).toBe(true);
    expect(issue({}, { orderedAt: day(3) })).toMatchObject({ startedAt: null, orderedAt: day(3) });
  });

  test('R2.3: the request decides on the window of activation, else the plan', () => {
    expect(issue({ activateWithinDays: 90 }).activateBy).toBe(day(90));
    expect(issue({ activateWithinDays: 90 }, { activateBy: day(7) }).activateBy).toBe(day(7));
    expect(issue({}).activateBy).toBeNull();
  });

  test('R2.1: a perpetual one has no term, and ends by notAfter alone', () => {
    expect(issue({ term: { days: null, starts: 'first_activation' } }).term).toBeNull();
    expect(issue({}, { notAfter: day(5) })).toMatchObject({ notAfter: day(5), due: day(5) });
  });

  test('R2.9: brings the maintenance of its plan', () => {
    expect(issue({ maintenanceDays: 100 }).maintenance).toBe(100 * DAY);
    expect(issue({}).maintenance).toBeNull();
  });

  test('R4.1: seats of the request override the classes that they name', () => {
    const { seats } = issue({ seats: { desktop: 3, mobile: 2 } }, { seats: { mobile: 7 } });
    expect(seats.desktop?.counter).toEqual({ limit: 3, used: 0, held: [] });
    expect(seats.mobile?.counter.limit).toBe(7);
  });

  test('R4.6: a class over 500 seats, or without a limit, begins in 16 shards that add up to it', () => {
    const { seats } = issue({ seats: { desktop: 1000, mobile: null, server: 500 } });
    expect(seats.desktop?.shards.reduce((sum, { limit }) => sum + (limit ?? 0), 0)).toBe(1000);
    expect(seats.mobile?.shards.map(({ limit }) => limit)).toEqual(Array.from({ length: 16 }, () => null));
    expect(seats.server).toMatchObject({ sharded: false, shards: [] });
  });

  test('R4.1: an override of a class that the plan does not have is a mistake, each by itself', () => {
    const plan = aPlan({ seats: { desktop: 1 } });
    expect(findIssueMistakes(plan, { seats: { desktop: 2, server: 1, constructor: 1 } })).toEqual([
      { path: ['seats', 'server'], detail: expect.stringContaining('office-1y') as string },
      { path: ['seats', 'constructor'], detail: expect.stringContaining('office-1y') as string },
    ]);
    expect(findIssueMistakes(plan, { seats: {} })).toEqual([]);
  });

  test('R13.5: nothing that lies before its issue is due', () => {
    const old = issue({ term: { days: 30, starts: 'order' } }, { orderedAt: day(-25) });
    expect(old.due).toBe(day(2));
    expect(issue({ term: { days: 30, starts: 'order' } }, { orderedAt: day(-300) }).due).toBeNull();
  });

  test('R14.1: its audit entry names no owner and no code', () => {
    expect(issuedEvent(issue({}, { metadata: { note: 'Ada' } }), 'license.issued', 'autumn')).toEqual({
      type: 'license.issued',
      license: 'lic_new',
      data: { batch: 'autumn', plan: 'office-1y', revision: 1, kind: 'commercial' },
      after: { state: 'issued', startedAt: null },
    });
  });
});

describe('instants that cannot be told', () => {
  const far = Date.UTC(9999, 5, 1);
  const ordered = aPlan({ term: { days: 36_500, starts: 'order' } });

  test('an order date or an end that leads beyond the year 9999 is a mistake', () => {
    const mistake = (field: string) => [{ path: [field], detail: 'Leads beyond the year 9999.' }];
    expect(findReachMistakes(ordered, { ...NOTHING, orderedAt: far }, T0)).toEqual(mistake('orderedAt'));
    expect(findReachMistakes(ordered, { ...NOTHING, orderedAt: day(1) }, T0)).toEqual([]);
    const graceful = aPlan({ term: { days: null, starts: 'order' }, graceDays: 365 });
    expect(findReachMistakes(graceful, { ...NOTHING, notAfter: far }, T0)).toEqual(mistake('notAfter'));
    expect(findReachMistakes(aPlan(), { ...NOTHING, notAfter: far }, T0)).toEqual([]);
    const waiting = aPlan({ term: { days: null, starts: 'first_activation' }, graceDays: 365 });
    expect(findReachMistakes(waiting, { ...NOTHING, notAfter: far }, T0)).toEqual(mistake('notAfter'));
  });

  test('an imported key that leads there is refused', () => {
    const item = { startedAt: far, expiresAt: null, metadata: {} };
    expect(importLicense(ordered, item, BIRTH)).toMatchObject({ refused: 'request_invalid' });
  });
});

describe('an imported key', () => {
  const bring = (startedAt: number | null, expires: number | null, plan: Partial<Plan> = {}) => {
    const imported = importLicense(aPlan(plan), { startedAt, expiresAt: expires, metadata: {} }, BIRTH);
    if (isRefusal(imported)) throw new Error(imported.refused);
    return imported;
  };

  test('without dates waits for its first activation as if issued now', () => {
    expect(bring(null, null)).toEqual(issue({}));
  });

  test('with both dates keeps them exactly, and counts as activated', () => {
    const license = bring(day(-10), day(90));
    expect(license).toMatchObject({ startedAt: day(-10), engagedAt: day(-10) });
    expect(expiresAt(license)).toBe(day(90));
  });

  test('with a start alone has the term of the plan from there', () => {
    expect(expiresAt(bring(day(-10), null))).toBe(day(355));
    expect(expiresAt(bring(day(-10), null, { term: { days: null, starts: 'first_activation' } }))).toBeNull();
  });

  test('with a start ahead is not yet valid', () => {
    const license = bring(day(5), null);
    expect(liesAhead(license, day(1))).toBe(true);
    expect(stateOf(license, day(6))).toBe('active');
  });

  test('with an end alone has begun so long before it as the plan lasts, but never ahead', () => {
    expect(bring(null, day(100)).startedAt).toBe(day(-265));
    expect(bring(null, day(400)).startedAt).toBe(T0);
    expect(bring(null, day(-1), { term: { days: null, starts: 'first_activation' } }).startedAt).toBe(day(-1));
  });

  test('that ends before it starts is refused', () => {
    const wrong = { startedAt: day(2), expiresAt: day(1), metadata: {} };
    const refusal = { refused: 'request_invalid', fields: { reason: 'ends_before_start' } };
    expect(importLicense(aPlan(), wrong, BIRTH)).toMatchObject(refusal);
    expect(importLicense(aPlan(), { ...wrong, expiresAt: day(2) }, BIRTH)).toMatchObject(refusal);
  });

  test('keeps every end that it came with (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 4000 }), fc.option(fc.integer({ min: 1, max: 4000 })), (end, days) => {
        const license = bring(null, day(end), { term: { days, starts: 'first_activation' } });
        expect(expiresAt(license)).toBe(day(end));
        expect(license.startedAt).toBeLessThanOrEqual(T0);
      }),
    );
  });

  test('R1.5: is shown by its last five characters alone', () => {
    expect(importedHint('OLD-KEY-0123-4567-89')).toBe('*****-*****-*****-67-89');
    expect(importedHint(`0123456789abcde${'\u{1F511}'}`)).toBe(`*****-*****-*****-bcde${'\u{1F511}'}`);
  });
});
