import { describe, expect, test } from 'vitest';
import { readSeatId, seatId, seatOf } from '../../functions/core/seat.ts';
import { anActivation, nonceOf, T0 } from '../support/states.ts';

describe('R4 seats', () => {
  test('R4.2 a seat id names the class and the nonce, and is read back', () => {
    const id = seatId({ seatClass: 'desk-top.2', nonce: nonceOf('a') });
    expect(id).toBe(`desk-top.2.${nonceOf('a')}`);
    expect(readSeatId(id)).toEqual({ seatClass: 'desk-top.2', nonce: nonceOf('a') });
  });

  test.each([
    '',
    nonceOf('a'),
    `.${nonceOf('a')}`,
    `desktop.${nonceOf('a')}x`,
    `desktop.${nonceOf('a').slice(1)}`,
    `desktop.${nonceOf('').replace('0', '*')}`,
    `Desktop.${nonceOf('a')}`,
    `-desktop.${nonceOf('a')}`,
    `x desktop.${nonceOf('a')}`,
    `desktop.${nonceOf('a')}\n`,
    `${'d'.repeat(65)}.${nonceOf('a')}`,
  ])('R4.2 %j is no seat id', (typed) => {
    expect(readSeatId(typed)).toBeNull();
  });

  test('R4.2 the longest class name and every symbol of a nonce are admitted', () => {
    const nonce = 'AZaz09_-AZaz09_-AZaz09';
    expect(readSeatId(`${'d'.repeat(64)}.${nonce}`)).toEqual({ seatClass: 'd'.repeat(64), nonce });
  });

  test('R4.2 the seat of an activation shows device, platform and times, and is not held', () => {
    const activation = anActivation({ shard: 7 });
    expect(seatOf({ license: 'lic_a', device: 'd', family: 'office' }, activation, 'reserve')).toEqual({
      license: 'lic_a',
      seatClass: 'desktop',
      nonce: nonceOf('a'),
      device: 'd',
      family: 'office',
      deviceName: 'Reception',
      platform: 'windows',
      activatedAt: T0,
      role: 'reserve',
      heldUntil: null,
      shard: 7,
    });
  });
});
