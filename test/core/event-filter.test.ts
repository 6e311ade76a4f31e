import { expect, test } from 'vitest';
import { isWanted } from '../../functions/core/event-filter.ts';

test.each([
  ['license.activated', null, true],
  ['license.activated', ['license.activated'], true],
  ['license.activated', ['seat.freed', 'license.*'], true],
  ['license.activated', ['license'], false],
  ['license.activated', ['license.active.*'], false],
  ['licenses.any', ['license.*'], false],
  ['seat.freed', [], false],
])('R14.2: %s with the filter %s: %s', (type, filter, wanted) => {
  expect(isWanted(type, filter)).toBe(wanted);
});
