import { describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import type { License } from '../../../functions/core/license.ts';
import { extendBy, forgiveActivations, INSTRUCTIONS } from '../../../functions/core/operate/instructions.ts';
import { isRefusal, refuse } from '../../../functions/core/refusal.ts';
import { expiresAt } from '../../../functions/core/term.ts';
import { aFlag, aLicense, aPlan, day, T0 } from '../../support/states.ts';

const order = { now: day(1), actor: 'support', reason: 'told so' };
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const perpetual = aPlan({ term: { days: null, starts: 'first_activation' } });

function typesOf(outcome: ReturnType<typeof forgiveActivations.carryOut>): readonly string[] {
  return isRefusal(outcome) ? [outcome.refused] : outcome.events.map(({ type }) => type);
}

describe('R9 instructions by their names', () => {
  test('R9.4 R7.5 each knows its name, and only an extension counts twice', () => {
    const all = [...Object.values(INSTRUCTIONS), forgiveActivations, extendBy(1)];
    expect(all.map(({ name }) => name)).toEqual([...Object.keys(INSTRUCTIONS), 'reset-activations', 'extend']);
    expect(all.flatMap(({ name, countsTwice }) => (countsTwice ? [name] : []))).toEqual(['extend']);
  });

  test.each([
    ['block', {}, 'license.blocked'],
    ['unblock', { blocked: aFlag(T0) }, 'license.unblocked'],
    ['suspend', {}, 'license.suspended'],
    ['resume', { suspended: aFlag(T0) }, 'license.resumed'],
    ['revoke', {}, 'license.revoked'],
  ] as const)('R9.4 %s', (name, over, event) => {
    expect(typesOf(INSTRUCTIONS[name].carryOut(aLicense({ startedAt: T0, sweptTo: T0, ...over }), order))).toEqual([
      event,
    ]);
  });

  test('R3.3 forgiving activations', () => {
    expect(typesOf(forgiveActivations.carryOut(aLicense(), order))).toEqual(['activations.reset']);
  });
});

describe('R7.5 extending as far as the calendar goes', () => {
  const tooFar = refuse('request_invalid', { errors: [{ pointer: '/days', detail: 'Leads beyond the year 9999.' }] });
  const extended = (over: Partial<License>, days: number) => extendBy(days).carryOut(aLicense(over), order);

  test('R7.5 to the last instant that can be told, and no further', () => {
    const term = LAST - 5 * DAY - T0;
    const outcome = extended({ startedAt: T0, term }, 5);
    expect(isRefusal(outcome) ? outcome : expiresAt(outcome.license)).toBe(LAST);
    expect(extended({ startedAt: T0, term: term + 1 }, 5)).toEqual(tooFar);
  });

  test('R7.5 grace, maintenance and what would start now must stay within, too', () => {
    const graced = aPlan({ graceDays: 1 });
    expect(extended({ startedAt: T0, term: LAST - 5 * DAY - T0, plan: graced }, 5)).toEqual(tooFar);
    expect(extended({ startedAt: T0, plan: perpetual, maintenance: LAST - 4 * DAY - T0 }, 5)).toEqual(tooFar);
    expect(isRefusal(extended({ startedAt: T0, plan: perpetual, maintenance: LAST - 5 * DAY - T0 }, 5))).toBe(false);
    expect(extended({ term: LAST - 4 * DAY - order.now }, 5)).toEqual(tooFar);
    expect(isRefusal(extended({ term: LAST - 5 * DAY - order.now }, 5))).toBe(false);
    expect(extended({ plan: perpetual, maintenance: LAST - 4 * DAY - order.now }, 5)).toEqual(tooFar);
    expect(extended({ notAfter: LAST - 4 * DAY }, 5)).toEqual(tooFar);
    expect(isRefusal(extended({ plan: perpetual }, 36_500))).toBe(false);
  });

  test('R9.3 a revoked license is refused as such', () => {
    expect(typesOf(extended({ revoked: aFlag(T0) }, 5))).toEqual(['license_revoked']);
  });
});
