import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addActivation, countActivations, EMPTY_TALLY } from '../../functions/core/activation-tally.ts';
import { DAY, SECOND, YEAR } from '../../functions/core/instant.ts';
import { T0 } from '../support/states.ts';

const whole = Math.floor(T0 / SECOND) * SECOND;

function tallyAt(...instants: readonly number[]) {
  return instants.reduce(addActivation, EMPTY_TALLY);
}

describe('R3.3 activations of a rolling year', () => {
  test('R3.3 each counts for 365 days from its second', () => {
    const tally = tallyAt(whole + 999);
    expect(countActivations(tally, whole + 999)).toBe(1);
    expect(countActivations(tally, whole + YEAR - 1)).toBe(1);
    expect(countActivations(tally, whole + YEAR)).toBe(0);
    expect(countActivations(EMPTY_TALLY, whole)).toBe(0);
  });

  test('R3.3 several within one second all count', () => {
    const tally = tallyAt(whole, whole + 1, whole + 999, whole + 1000);
    expect(countActivations(tally, whole + 1000)).toBe(4);
    expect(tally.total).toBe(4);
    expect(Object.values(tally.bySecond)).toEqual([3, 1]);
  });

  test('R3.3 the stored seconds stay few: the two oldest are merged, so that the later one is forgiven early', () => {
    const instants = Array.from({ length: 24 }, (_, index) => whole + index * DAY);
    const full = tallyAt(...instants);
    expect(Object.keys(full.bySecond)).toHaveLength(24);
    const more = addActivation(full, whole + 24 * DAY);
    expect(Object.keys(more.bySecond)).toHaveLength(24);
    expect(more.total).toBe(25);
    expect(countActivations(more, whole + 24 * DAY)).toBe(25);
    expect(countActivations(more, whole + YEAR)).toBe(23);
    // One more in a known second needs no merging.
    expect(Object.keys(addActivation(full, whole + 23 * DAY).bySecond)).toHaveLength(24);
    expect(countActivations(addActivation(full, whole + 23 * DAY), whole + YEAR - 1)).toBe(25);
  });

  test('R3.3 what no longer counts is dropped before anything is merged', () => {
    const old = tallyAt(...Array.from({ length: 24 }, (_, index) => whole + index * SECOND));
    const later = addActivation(old, whole + YEAR + 5 * SECOND);
    expect(later.total).toBe(19);
    expect(Object.values(later.bySecond).every((count) => count === 1)).toBe(true);
    expect(countActivations(later, whole + YEAR + 5 * SECOND)).toBe(19);
  });

  test('R3.3 the count is never more than what truly happened in the year, exact up to 24 seconds', () => {
    const times = fc.array(fc.integer({ min: 0, max: 500 * 86_400 }), { maxLength: 60 });
    fc.assert(
      fc.property(times, (seconds) => {
        const instants = [...seconds].sort((a, b) => a - b).map((second) => whole + second * SECOND);
        const now = instants.at(-1) ?? whole;
        const truth = instants.filter((at) => now - at < YEAR).length;
        const tally = tallyAt(...instants);
        const count = countActivations(tally, now);
        expect(count).toBeLessThanOrEqual(truth);
        expect(new Set(instants).size > 24 || count === truth).toBe(true);
        expect(tally.total).toBe(Object.values(tally.bySecond).reduce((sum, n) => sum + n, 0));
      }),
    );
  });
});
