import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay, formatInstant, formatOptional, parseInstant } from '../../functions/http/instant.ts';

describe('instants at the edge (R2.1)', () => {
  test.each([
    ['2026-11-24T11:00:00.000Z', 1_795_518_000_000],
    ['2026-11-24T11:00:00Z', 1_795_518_000_000],
    ['2026-11-24t13:00:00+02:00', 1_795_518_000_000],
    ['2026-11-24T05:30:00-05:30', 1_795_518_000_000],
    ['2026-11-24T11:00:00.123456789z', 1_795_518_000_123],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
    ['1970-01-01T00:00:00Z', 0],
  ])('%s is read', (text, at) => {
    expect(parseInstant(text)).toBe(at);
  });

  test.each([
    '',
    'now',
    '2026-11-24',
    '2026-11-24T11:00:00',
    '2026-11-24 11:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T11:60:00Z',
    '2026-11-24T11:00:00+24:00',
    '2026-11-24T11:00:00.Z',
    '+002026-11-24T11:00:00Z',
    ' 2026-11-24T11:00:00Z',
    '2026-11-24T11:00:00Z\n',
  ])('%j is no instant', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('what is written is read back, to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (at) => {
        expect(parseInstant(formatInstant(at))).toBe(at);
        expect(formatInstant(at)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }),
    );
  });

  test('an absent instant stays absent, a day is a date', () => {
    expect(formatOptional(null)).toBeNull();
    expect(formatOptional(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(formatDay(20_781)).toBe('2026-11-24');
  });
});
