import { expect, test } from 'vitest';
import { findIssueMistakes } from '../../functions/core/issue.ts';
import { findLargeClassMistakes } from '../../functions/core/large-classes.ts';
import { aPlan } from '../support/states.ts';

const FOUR = { a: 501, b: null, c: 100_000, d: null };

test('R4.6 four classes may be large, and any number of others', () => {
  expect(findLargeClassMistakes(FOUR)).toEqual([]);
  expect(findLargeClassMistakes({ x: 500, ...FOUR, y: 1, z: 500 })).toEqual([]);
});

test('R4.6 each further one is a mistake of its own', () => {
  const detail = 'At most 4 classes may be unlimited or have more than 500 seats.';
  expect(findLargeClassMistakes({ ...FOUR, f: 500, g: 501, h: null })).toEqual([
    { path: ['seats', 'g'], detail },
    { path: ['seats', 'h'], detail },
  ]);
});

test('R4.6 what is no limit counts as nothing', () => {
  expect(findLargeClassMistakes({ ...FOUR, f: '501', g: undefined, h: { seats: 501 }, i: true })).toEqual([]);
});

test('R4.6 an order counts its own seats above those of the plan', () => {
  const plan = aPlan({ seats: { ...FOUR, f: 2 } });
  expect(findIssueMistakes(plan, { seats: {} })).toEqual([]);
  expect(findIssueMistakes(plan, { seats: { f: null } }).map(({ path }) => path)).toEqual([['seats', 'f']]);
  expect(findIssueMistakes(plan, { seats: { a: 1, f: null } })).toEqual([]);
});
