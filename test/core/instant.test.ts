import { describe, expect, test } from 'vitest';
import { DAY, dayNumber, earliest, HOUR, SECOND, YEAR } from '../../functions/core/instant.ts';

describe('R2.1 instants', () => {
  test('R2.1 a day is 86 400 s, an hour 3 600 s, a year of every yearly rule 365 days', () => {
    expect([SECOND, HOUR, DAY, YEAR]).toEqual([1000, 3_600_000, 86_400_000, 31_536_000_000]);
  });

  test('R2.1 a day begins at midnight UTC', () => {
    const midnight = Date.UTC(2026, 4, 3);
    expect(dayNumber(midnight) - dayNumber(midnight - 1)).toBe(1);
    expect(dayNumber(midnight + DAY - 1)).toBe(dayNumber(midnight));
    expect(dayNumber(0)).toBe(0);
  });

  test.each([
    [[], null],
    [[null, null], null],
    [[5, null, 3, 4], 3],
    [[null, 0], 0],
    [[2, 7], 2],
  ])('R2.1 the earliest of %j is %s; null is never', (instants, first) => {
    expect(earliest(...instants)).toBe(first);
  });
});
