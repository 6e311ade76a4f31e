import { expect, test } from 'vitest';
import { isTransient } from '../../functions/runtime/unavailable.ts';
import { keepFirst } from '../../functions/store/anchor-record.ts';

test('R14.1 an object that was refused, and of which no first one can be read, is not taken for kept', async () => {
  const store = { putNew: async () => false, get: async () => null };
  const fault: unknown = await keepFirst(store, '2026-11-24/root.json', {}).catch((caught: unknown) => caught);
  expect(isTransient(fault)).toBe(true);
});

test('R14.1 of two objects of one name the first is kept', async () => {
  const store = { putNew: async () => false, get: async () => '{"of":"another"}' };
  expect(await keepFirst(store, '2026-11-24/root.json', { of: 'us' })).toEqual({ of: 'another' });
});
