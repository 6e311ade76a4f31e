import { describe, expect, test } from 'vitest';
import { checkValue, timesAlpha, weightedSum } from '../../functions/core/check-symbol.ts';

const LENGTH = 20;
const ELEMENTS = Array.from({ length: 32 }, (_, value) => value);
const NON_ZERO = ELEMENTS.slice(1);
const POSITIONS = Array.from({ length: LENGTH }, (_, index) => index);

/** A word of 20 symbol values, 0 but for the given positions. */
function word(values: Readonly<Record<number, number>>): number[] {
  return POSITIONS.map((position) => values[position] ?? 0);
}

/**
 * The proof of R1.2 for all 32^19 codes. The sum is linear (first test), so a faulty code's sum is the sum of the fault
 * alone, and it is enough to enumerate the faults: 20 × 31 substitutions, and 190 × 31 swaps (swapping a and b puts a
 * XOR b on both positions).
 */
describe('R1.2 the check symbol, proved', () => {
  test('R1.2 the sum is linear: multiplying by α is additive over all pairs, and Horner adds nothing but that', () => {
    const broken = ELEMENTS.flatMap((a) =>
      ELEMENTS.filter((b) => timesAlpha(a ^ b) !== (timesAlpha(a) ^ timesAlpha(b)) || timesAlpha(a) > 31),
    );
    expect(broken).toEqual([]);
    expect(weightedSum([7])).toBe(7);
    expect(weightedSum([7, 9])).toBe(timesAlpha(7) ^ 9);
  });

  test('R1.2 the 20 weights are non-zero and distinct, and the check symbol weighs 1', () => {
    const weights = POSITIONS.map((position) => weightedSum(word({ [position]: 1 })));
    expect(weights).not.toContain(0);
    expect(new Set(weights).size).toBe(LENGTH);
    expect(weights.at(-1)).toBe(1);
  });

  test('R1.2 every single substitution changes the sum (20 positions × 31 differences)', () => {
    const undetected = POSITIONS.flatMap((position) =>
      NON_ZERO.filter((difference) => weightedSum(word({ [position]: difference })) === 0),
    );
    expect(undetected).toEqual([]);
  });

  test('R1.2 every swap of two different symbols, adjacent or not, changes the sum (190 pairs × 31 differences)', () => {
    const pairs = POSITIONS.flatMap((left) => POSITIONS.slice(left + 1).map((right) => [left, right] as const));
    expect(pairs.length).toBe(190);
    const undetected = pairs.flatMap(([left, right]) =>
      NON_ZERO.filter((difference) => weightedSum(word({ [left]: difference, [right]: difference })) === 0),
    );
    expect(undetected).toEqual([]);
  });

  test('R1.2 the check value completes any single-symbol word to the sum 0 (and by linearity every word)', () => {
    for (const position of POSITIONS.slice(0, -1)) {
      for (const value of ELEMENTS) {
        const data = word({ [position]: value }).slice(0, -1);
        expect(weightedSum([...data, checkValue(data)])).toBe(0);
      }
    }
  });
});
