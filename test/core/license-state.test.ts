import { describe, expect, test } from 'vitest';
import type { License } from '../../functions/core/license.ts';
import { type LicenseState, stateOf } from '../../functions/core/license-state.ts';
import { aFlag, aLicense, aPlan, day, T0 } from '../support/states.ts';

const plan = aPlan({ graceDays: 10 });
const started = { plan, startedAt: T0, notAfter: null };
const now = day(1);

/** What brings each state about by itself, in the order of R9.4. */
const CAUSES: readonly (readonly [LicenseState, Partial<License>])[] = [
  ['revoked', { ...started, revoked: aFlag(now) }],
  ['blocked', { ...started, blocked: aFlag(now) }],
  ['suspended', { ...started, suspended: aFlag(now) }],
  ['expired', { ...started, term: 0, plan: aPlan() }],
  ['grace', { ...started, term: 0 }],
  ['active', started],
  ['issued', { plan, startedAt: null }],
];

const pairs = CAUSES.flatMap(([first, a], index) =>
  CAUSES.slice(index + 1).map(([second, b]) => ({ first, second, a, b })),
);

describe('R9.4 the state of a license', () => {
  test.each(CAUSES)('R9.4 %s', (state, over) => {
    expect(stateOf(aLicense(over), now)).toBe(state);
  });

  test.each(pairs)('R9.4 $first comes before $second', ({ first, a, b }) => {
    expect(stateOf(aLicense({ ...b, ...a }), now)).toBe(first);
  });

  test('R2.6 time alone changes the state, to the millisecond', () => {
    const license = aLicense(started);
    const states = [T0, day(365) - 1, day(365), day(375) - 1, day(375)].map((at) => stateOf(license, at));
    expect(states).toEqual(['active', 'active', 'grace', 'grace', 'expired']);
  });

  test('R2.3 a code that was never activated is expired from notAfter on', () => {
    const license = aLicense({ notAfter: day(5) });
    expect([stateOf(license, day(5) - 1), stateOf(license, day(5))]).toEqual(['issued', 'expired']);
  });

  test('R2.3 an order date ahead is not active yet; R2.7 a first activation is, whatever the clock says', () => {
    const ordered = aLicense({ plan: aPlan({ term: { days: 365, starts: 'order' } }), startedAt: day(2) });
    expect([stateOf(ordered, day(2) - 1), stateOf(ordered, day(2))]).toEqual(['issued', 'active']);
    expect(stateOf(aLicense({ startedAt: T0 }), T0 - 50)).toBe('active');
  });
});
