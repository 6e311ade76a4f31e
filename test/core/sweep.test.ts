import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueMatters, nextDue } from '../../functions/core/due.ts';
import type { License } from '../../functions/core/license.ts';
import { visit } from '../../functions/core/sweep.ts';
import { aFlag, aLicense, aPlan, day, T0 } from '../support/states.ts';

const plan = aPlan({ graceDays: 10, blockToleranceDays: 8 });
const running = aLicense({ plan, startedAt: T0 });

function mattersOf(license: License): readonly string[] {
  return dueMatters(license).map(({ kind, at, daysBefore }) => `${kind}${daysBefore ?? ''} ${(at - T0) / 86_400_000}`);
}

function visitAt(license: License, now: number): readonly string[] {
  return visit(license, now).events.map(({ type, dueAt }) => `${type} ${((dueAt ?? 0) - T0) / 86_400_000}`);
}

describe('R13.2 what time brings about', () => {
  test('R13.2 warnings, expiry, end of grace, in order', () => {
    expect(mattersOf(running)).toEqual([
      'warning14 351',
      'warning7 358',
      'warning3 362',
      'warning1 364',
      'expired 365',
      'grace_ended 375',
    ]);
  });

  test('R13.2 the end of block tolerance, in order with the rest', () => {
    expect(mattersOf({ ...running, blocked: aFlag(day(355)) })).toEqual([
      'warning14 351',
      'warning7 358',
      'warning3 362',
      'tolerance_ended 363',
      'warning1 364',
      'expired 365',
      'grace_ended 375',
    ]);
    expect(mattersOf(aLicense({ plan, blocked: aFlag(T0) }))).toEqual(['tolerance_ended 8']);
  });

  test('R13.5 a warning due before the start was never due; one at the start was', () => {
    expect(mattersOf(aLicense({ startedAt: T0, term: 7 * 86_400_000 }))).toEqual([
      'warning7 0',
      'warning3 4',
      'warning1 6',
      'expired 7',
    ]);
  });

  test('R2.3 an unstarted license expires at notAfter, without warnings; a perpetual one never', () => {
    expect(mattersOf(aLicense({ plan, notAfter: day(30) }))).toEqual(['expired 30']);
    expect(mattersOf(aLicense({ plan }))).toEqual([]);
    expect(mattersOf(aLicense({ startedAt: T0, term: null }))).toEqual([]);
  });

  test('R9.3 after revocation only its end is left, for the reserves behind it', () => {
    expect(mattersOf({ ...running, blocked: aFlag(day(2)), revoked: aFlag(day(3)) })).toEqual(['end 3']);
  });

  test('R13.1 the next due instant is the first that was not visited, or a second look at reserves', () => {
    expect(nextDue(running)).toBe(day(351));
    expect(nextDue({ ...running, sweptTo: day(351) })).toBe(day(358));
    expect(nextDue({ ...running, sweptTo: day(375) })).toBeNull();
    expect(nextDue({ ...running, sweptTo: day(375), recheckAt: day(376) })).toBe(day(376));
    expect(nextDue({ ...running, recheckAt: day(1) })).toBe(day(1));
    expect(nextDue({ ...running, recheckAt: day(400) })).toBe(day(351));
  });
});

describe('R13.1 a visit of the sweep', () => {
  test('R13.2 emits what has become due, with its instant, and remembers how far it has come', () => {
    expect(visitAt(running, day(351) - 1)).toEqual([]);
    expect(visit(running, day(351)).events).toEqual([
      { type: 'license.expiring', license: 'lic_a', dueAt: day(351), data: { daysBefore: 14 } },
    ]);
    expect(visit(running, day(352)).license).toEqual({ ...running, sweptTo: day(352) });
    expect(visit({ ...running, sweptTo: day(364) }, day(365)).events).toEqual([
      { type: 'license.expired', license: 'lic_a', dueAt: day(365) },
    ]);
  });

  test('R13.5 after months everything missed comes in order, each once', () => {
    expect(visitAt({ ...running, blocked: aFlag(day(365)) }, day(500))).toEqual([
      'license.expiring 351',
      'license.expiring 358',
      'license.expiring 362',
      'license.expiring 364',
      'license.expired 365',
      'license.block_tolerance_ended 373',
      'license.grace_ended 375',
    ]);
    expect(visitAt({ ...running, sweptTo: day(500) }, day(501))).toEqual([]);
  });

  test('R6.5 the end by revocation is visited but is no event of its own', () => {
    const revoked = { ...running, revoked: aFlag(day(3)) };
    const { license, events } = visit(revoked, day(4));
    expect([events, license.sweptTo]).toEqual([[], day(4)]);
  });

  test('R2.7 a clock that stands behind undoes nothing', () => {
    const swept = { ...running, sweptTo: day(365) };
    expect(visit(swept, day(364))).toEqual({ license: swept, events: [] });
    expect(visit(swept, day(365)).license).toBe(swept);
  });

  test('R6.3 a visit before a late-noticed start skips nothing that the term has brought about since', () => {
    const waiting = aLicense({ term: 30 * 86_400_000 });
    expect(visit(waiting, day(100)).license).toBe(waiting);
    const unstarted = aLicense({ plan, notAfter: day(30) });
    expect(visit(unstarted, day(100)).license.sweptTo).toBe(day(30));
    expect(visitAt({ ...waiting, startedAt: day(10) }, day(101))).toEqual([
      'license.expiring 26',
      'license.expiring 33',
      'license.expiring 37',
      'license.expiring 39',
      'license.expired 40',
    ]);
  });

  test('R13.1 however often and whenever it comes, every matter is emitted exactly once', () => {
    const visits = fc.array(fc.integer({ min: -5, max: 400 * 24 }), { maxLength: 30 });
    fc.assert(
      fc.property(visits, fc.boolean(), (hours, blocked) => {
        let license = blocked ? { ...running, blocked: aFlag(day(100)) } : running;
        const emitted: number[] = [];
        for (const hour of hours) {
          const seen = visit(license, T0 + hour * 3_600_000);
          license = seen.license;
          emitted.push(...seen.events.map(({ dueAt }) => dueAt ?? 0));
        }
        const last = Math.max(T0 - 1, ...hours.map((hour) => T0 + hour * 3_600_000));
        const due = dueMatters(license).map(({ at }) => at);
        expect(emitted).toEqual(due.filter((at) => at <= last));
        expect(nextDue(license)).toBe(due.find((at) => at > last) ?? null);
      }),
    );
  });
});
