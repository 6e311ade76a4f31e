/**
 * The check symbol of a code (R1.2): a weighted sum over GF(32).
 *
 * Symbol values are the field's elements, 5 bits each; adding is XOR. Position i of n weighs α^(n−i), so the last one,
 * the check symbol, weighs 1 and can be solved for. The weights are non-zero and, up to 31 positions, distinct. That is
 * the whole proof:
 * - a substitution changes the sum by weight × difference, a product of two non-zero elements;
 * - a swap changes it by (difference of two weights) × (difference of two symbols), again two non-zero elements.
 */

/** x⁵ + x² + 1 is primitive: α = x runs through all 31 non-zero elements before it repeats. */
const MODULUS = 0b100101;

/** α × `value` (0–31). Multiplying by α is all the field arithmetic that Horner's scheme needs. */
export function timesAlpha(value: number): number {
  const shifted = value << 1;
  return shifted > 31 ? shifted ^ MODULUS : shifted;
}

/** R1.2: the weighted sum of symbol values (0–31 each), by Horner's scheme. A complete code is sound when it is 0. */
export function weightedSum(values: readonly number[]): number {
  return values.reduce((sum, value) => timesAlpha(sum) ^ value, 0);
}

/** R1.2: the value of the check symbol that makes the weighted sum of `data` and itself 0. */
export function checkValue(data: readonly number[]): number {
  return timesAlpha(weightedSum(data));
}
