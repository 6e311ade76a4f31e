import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAtBound, isWithin, meetsOsCondition } from '../../functions/core/version.ts';

const numbers = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1, maxLength: 5 });

describe('R11.3 versions', () => {
  test.each([
    ['5.0.1-beta2', '5.0.1', 0],
    ['8.14.2', '8', 0],
    ['8.14.2', '8.14', 0],
    ['8.14.2', '8.15', -1],
    ['8.14.2', '8.9', 1],
    ['8', '8.0', 0],
    ['8', '8.0.1', -1],
    ['008.1', '8.01', 0],
    ['10', '9', 1],
    ['5.', '5', 0],
    ['5.x.7', '5.0.0', 0],
    ['9007199254740993', '9007199254740992', 1],
    ['1.20261124153012345678', '1.20261124153012345677', 1],
  ])('R11.3 %s against the bound %s is %i', (version, bound, expected) => {
    expect(compareAtBound(version, bound)).toBe(expected);
  });

  test.each(['', 'v5', 'beta', '.5', '-1', ' 5', '٣'])('R11.3 "%s" is no version and compares with nothing', (text) => {
    expect(compareAtBound(text, '1')).toBeNaN();
    expect(compareAtBound('1', text)).toBeNaN();
  });

  test('R11.3 a version equals every bound that is its own beginning, whatever follows', () => {
    fc.assert(
      fc.property(numbers, fc.nat(4), (version, length) => {
        const text = version.join('.');
        expect(compareAtBound(`${text}-rc1`, version.slice(0, length + 1).join('.'))).toBe(0);
      }),
    );
  });

  test('R11.3 versions of one length compare in both directions alike, first difference first', () => {
    fc.assert(
      fc.property(numbers, fc.nat(4), fc.bigInt({ min: 1n, max: 10n ** 20n }), (version, at, more) => {
        const higher = version.map((number, index) => (index === at % version.length ? number + more : number));
        expect(compareAtBound(version.join('.'), higher.join('.'))).toBe(-1);
        expect(compareAtBound(higher.join('.'), version.join('.'))).toBe(1);
      }),
    );
  });
});

describe('R11.3 bounds of a product', () => {
  test.each([
    ['3.9', false],
    ['4', true],
    ['4.0.0', true],
    ['5.0.1-beta2', true],
    ['8', true],
    ['8.14.2', true],
    ['9', false],
    ['9.0.0', false],
    ['newest', false],
  ])('R11.3 %s within 4 to 8: %s', (version, expected) => {
    expect(isWithin(version, { minVersion: '4', maxVersion: '8' })).toBe(expected);
  });

  test('R11.3 an omitted version is unchecked', () => {
    expect(isWithin(undefined, { minVersion: '4', maxVersion: '8' })).toBe(true);
  });

  test('R11.3 an open end admits everything on its side', () => {
    expect(isWithin('0', { maxVersion: '8' })).toBe(true);
    expect(isWithin('9', { maxVersion: '8' })).toBe(false);
    expect(isWithin('900', { minVersion: '4' })).toBe(true);
    expect(isWithin('3', { minVersion: '4' })).toBe(false);
  });

  test('R11.3 an unreadable version is admitted only where nothing is bounded', () => {
    expect(isWithin('newest', {})).toBe(true);
    expect(isWithin('newest', { minVersion: '0' })).toBe(false);
    expect(isWithin('newest', { maxVersion: '8' })).toBe(false);
  });
});

describe('R8.3 versions of the operating system', () => {
  test.each([
    ['6.1', true],
    ['6.1.7601', true],
    ['5.1', true],
    ['6.2', false],
    ['6.2.9200', false],
    ['6.10', false],
    ['10.0.19045', false],
    ['Windows 7', false],
    [null, false],
  ])('R8.3 %s is below 6.2: %s', (osVersion, expected) => {
    expect(meetsOsCondition(osVersion, { osVersionBelow: '6.2' })).toBe(expected);
  });

  test.each([
    ['6.1.7601', false],
    ['6.2', true],
    ['6.2.9200', true],
    ['10.0', true],
    ['Windows 10', false],
    [null, false],
  ])('R8.3 %s is 6.2 or newer: %s', (osVersion, expected) => {
    expect(meetsOsCondition(osVersion, { osVersionFrom: '6.2' })).toBe(expected);
  });

  test('R8.3 both conditions must hold, and none is always met', () => {
    const windows8 = { osVersionFrom: '6.2', osVersionBelow: '10' };
    expect(['6.1', '6.3', '10.0'].map((version) => meetsOsCondition(version, windows8))).toEqual([false, true, false]);
    expect(meetsOsCondition(null, {})).toBe(true);
  });
});
