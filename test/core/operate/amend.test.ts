import { describe, expect, test } from 'vitest';
import type { License } from '../../../functions/core/license.ts';
import { type Amendment, amend } from '../../../functions/core/operate/amend.ts';
import { operate } from '../../../functions/core/operate/instruction.ts';
import { isRefusal, type Refusal, refuse } from '../../../functions/core/refusal.ts';
import { handoverAt } from '../../../functions/core/take-over.ts';
import { hasEnded } from '../../../functions/core/term.ts';
import { aLicense, aPlan, day, T0 } from '../../support/states.ts';

const now = day(10);
const perpetual = aPlan({ id: 'for-ever', term: { days: null, starts: 'first_activation' } });

function outcome(license: License, amendment: Amendment, at = now, details?: readonly string[]) {
  return operate(license, { now: at, actor: 'support', reason: 'asked' }, amend(amendment, details));
}

function amended(license: License, amendment: Amendment, at = now) {
  const done = outcome(license, amendment, at);
  if (isRefusal(done)) throw new Error(done.refused);
  return done.license;
}

function shortening(pointer: string): Refusal {
  return refuse('request_invalid', { errors: [{ pointer, detail: 'Would shorten a running term.' }] });
}

const running = aLicense({ startedAt: T0, sweptTo: now });

describe('R2.7 amending shortens no running term', () => {
  test('R2.7 notAfter before the end of a running term is refused; at or after the end it is taken', () => {
    expect(outcome(running, { notAfter: day(365) - 1 })).toEqual(shortening('/notAfter'));
    expect(amended(running, { notAfter: day(365) }).notAfter).toBe(day(365));
    expect(amended({ ...running, notAfter: day(400) }, { notAfter: null }).notAfter).toBeNull();
  });

  test('R2.7 nor may it cut off a perpetual license or a period of grace', () => {
    const forEver = aLicense({ plan: perpetual, startedAt: T0 });
    expect(outcome(forEver, { notAfter: day(9_999) })).toEqual(shortening('/notAfter'));
    const inGrace = aLicense({ plan: aPlan({ graceDays: 10 }), startedAt: T0 });
    expect(outcome(inGrace, { notAfter: day(364) }, day(370))).toEqual(shortening('/notAfter'));
  });

  test('R2.7 nor may another plan take grace away, or swap term for grace', () => {
    const graceful = aLicense({ plan: aPlan({ graceDays: 10 }), startedAt: T0 });
    expect(outcome(graceful, { plan: aPlan({ revision: 2, graceDays: 9 }) })).toEqual(shortening('/plan'));
    const more = aPlan({ revision: 2, graceDays: 40 });
    expect(outcome(graceful, { plan: more, notAfter: day(350) })).toEqual(shortening('/notAfter'));
    expect(amended(graceful, { plan: more }).plan).toBe(more);
  });

  test('R2.7 a license that does not run, or not any more, may be cut off', () => {
    expect(amended(aLicense(), { notAfter: day(20) }).notAfter).toBe(day(20));
    expect(amended(running, { notAfter: day(20) }, day(365)).notAfter).toBe(day(20));
  });

  test('R2.3 one that nobody has started may be cut off at once, by notAfter', () => {
    expect(amended(aLicense(), { notAfter: day(1) }).notAfter).toBe(day(1));
  });

  test('R6.4 a later notAfter that passes over an end remembers it', () => {
    const ended = aLicense({ startedAt: T0, notAfter: day(5), sweptTo: day(5) });
    expect(amended(ended, { notAfter: day(50) })).toMatchObject({ pastEnds: [day(5)], recheckAt: now, due: now });
    expect(amended(ended, { metadata: {} })).toMatchObject({ pastEnds: [], recheckAt: null });
    const endless = aLicense({ startedAt: T0, term: null, sweptTo: now });
    expect(amended(endless, { regions: ['DE'] })).toMatchObject({ pastEnds: [], recheckAt: null });
    expect(amended(aLicense(), { notAfter: day(50) })).toMatchObject({ pastEnds: [], recheckAt: null });
  });
});

describe('R6.5 a take-over that is due, whatever is changed before anybody has persisted it', () => {
  const ended = aLicense({ startedAt: T0, notAfter: day(5), sweptTo: day(5) });
  const changes: readonly (readonly [string, Amendment])[] = [
    ['an end that is later but past too', { notAfter: day(8) }],
    ['an earlier end', { notAfter: day(3) }],
    ['a plan with grace', { plan: aPlan({ revision: 2, graceDays: 2 }) }],
  ];

  test.each(changes)('R2.6 R6.4 %s does not move it', (_, amendment) => {
    const after = amended(ended, amendment);
    expect(hasEnded(after, now)).toBe(true);
    expect(handoverAt(after, T0)).toBe(day(5));
    expect(after).toMatchObject({ pastEnds: [day(5)], recheckAt: now, due: now });
  });

  test('R2.7 nor does less grace, of which the license has had more', () => {
    const graced = aLicense({ plan: aPlan({ graceDays: 3 }), startedAt: T0, notAfter: day(2), sweptTo: day(5) });
    expect(handoverAt(amended(graced, { plan: aPlan({ revision: 2 }) }), T0)).toBe(day(5));
  });
});

describe('R14.1 what is amended is told', () => {
  test('R4.6 seats, by class', () => {
    expect(amended(running, { seats: { desktop: 7 } }).seats.desktop?.counter.limit).toBe(7);
    expect(amended(running, { seats: { desktop: 7 } }).seats.mobile).toBe(running.seats.mobile);
    const plan = aPlan({ revision: 2, seats: { desktop: 9, mobile: 9 } });
    expect(amended(running, { plan, seats: { desktop: 7 } }).seats).toMatchObject({
      desktop: { counter: { limit: 7 } },
      mobile: { counter: { limit: 9 } },
    });
  });

  test('regions, entitlements and metadata; what is absent stays', () => {
    const amendment = { regions: ['DE'], entitlements: ['pro'], metadata: { a: '1' } };
    expect(amended(running, amendment)).toEqual({ ...running, ...amendment, due: day(351) });
    const full = { ...running, ...amendment };
    expect(amended(full, {})).toBe(full);
    expect(amended(full, { regions: null, entitlements: null, metadata: {} })).toMatchObject({
      regions: null,
      entitlements: null,
      metadata: {},
    });
  });

  test('R9.4 what stands already is not changed once more', () => {
    const full = { ...running, regions: ['DE'], entitlements: ['pro'], metadata: { a: '1' }, notAfter: day(400) };
    const { regions, entitlements, metadata, notAfter } = full;
    const same = { regions, entitlements, metadata, notAfter, plan: aPlan(), seats: { desktop: 3 } };
    expect(outcome(full, same)).toEqual({ license: full, events: [] });
    const changes = { regions: null, entitlements: [], metadata: { a: '2' }, notAfter: null, seats: { desktop: 4 } };
    for (const [name, value] of Object.entries(changes)) {
      const done = outcome(full, { ...same, [name]: value });
      expect(isRefusal(done) ? done : done.events[0]?.data).toEqual({ changed: [name] });
    }
    const done = outcome(full, { ...same, plan: aPlan({ revision: 2 }) });
    expect(isRefusal(done) ? done : done.events[0]?.data).toEqual({ changed: ['plan'] });
    const moved = outcome(full, { plan: aPlan({ id: 'other' }) });
    expect(isRefusal(moved) ? moved : moved.events[0]?.data).toEqual({ changed: ['plan'] });
  });

  test('R14.1 the entry names what has changed, with what matters before and after, and no customer data', () => {
    const amendment = { seats: { desktop: 7 }, notAfter: day(400), regions: undefined };
    const done = outcome(running, amendment, now, ['customer']);
    expect(isRefusal(done) ? done : done.events).toEqual([
      {
        type: 'license.updated',
        license: 'lic_a',
        reason: 'asked',
        data: { changed: ['seats', 'notAfter', 'customer'] },
        before: { plan: 'office-1y', revision: 1, notAfter: null, seats: { desktop: 3, mobile: 2 } },
        after: { plan: 'office-1y', revision: 1, notAfter: day(400), seats: { desktop: 7, mobile: 2 } },
      },
    ]);
  });
});
