import { expect, test } from 'vitest';
import { judgeGrowth } from './load.ts';

// The run itself is a command: `npm run soak:http`.
test('memory that grows is told from memory that wavers', () => {
  expect(judgeGrowth([80, 100, 120, 118, 125, 119, 122, 121, 124]).grows).toBe(false);
  expect(judgeGrowth([80, 100, 120, 130, 140, 150, 170, 190, 210]).grows).toBe(true);
});
