import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextTry, wants } from '../../functions/core/delivery.ts';
import { DAY, HOUR } from '../../functions/core/instant.ts';

/** The instants at which a delivery is tried when every try fails, counted from the first. */
function triesOf(jitter: number): readonly number[] {
  const tries = [0];
  for (let now: number | null = 0; ; tries.push(now)) {
    now = nextTry({ tries: tries.length, queuedAt: 0, now, jitter });
    if (now === null) return tries;
  }
}

describe('trying a delivery again', () => {
  test('R14.2 goes on for about three days, soon at first and then with patience', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (jitter) => {
        const tries = triesOf(jitter);
        const last = tries.at(-1) ?? 0;
        expect(last).toBeGreaterThan(2.5 * DAY);
        expect(last).toBeLessThanOrEqual(3.5 * DAY);
        expect(tries[1]).toBeLessThan(10_000);
        const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
        expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
      }),
    );
  });

  test('R14.2 what has waited behind others for three days is tried once, not three days more', () => {
    expect(nextTry({ tries: 1, queuedAt: 0, now: 3 * DAY, jitter: 0 })).toBeNull();
    expect(nextTry({ tries: 1, queuedAt: 0, now: 3 * DAY - HOUR, jitter: 0 })).not.toBeNull();
    expect(nextTry({ tries: 1, queuedAt: DAY, now: 4 * DAY - 1, jitter: 0 })).not.toBeNull();
    expect(nextTry({ tries: 1, queuedAt: DAY, now: 4 * DAY, jitter: 0 })).toBeNull();
  });
});

test('R14.2 jitter makes a pause up to a tenth longer', () => {
  const pause = nextTry({ tries: 3, queuedAt: 0, now: 0, jitter: 0 }) ?? 0;
  expect(nextTry({ tries: 3, queuedAt: 0, now: 0, jitter: 0.5 })).toBe(pause * 1.05);
});

describe('the events that a webhook wants', () => {
  test.each([
    [null, 'license.issued', true],
    [['license.issued'], 'license.issued', true],
    [['license.issued'], 'license.issued_twice', false],
    [['license.*'], 'license.expired', true],
    [['license.*'], 'licensed.expired', false],
    [['seat.*', 'code.rotated'], 'code.rotated', true],
    [['seat.*', 'code.rotated'], 'reserve.added', false],
  ] as const)('R14.2 %j of %s: %s', (filter, type, wanted) => {
    expect(wants(filter, type)).toBe(wanted);
  });
});
