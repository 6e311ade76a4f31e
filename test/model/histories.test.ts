import { expect, it } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { playMany, RUNS, SEED, STEPS } from './play-many.ts';

it(`R2.6 R3 R4 R5 R6 R9: ${RUNS} histories of ${STEPS} steps go as the plain model says (seed ${SEED})`, {
  timeout: 3_600_000,
}, async () => {
  const played = await playMany(anyEngine(), ['everything', 'reserves', 'trials']);
  expect(played).toBeGreaterThanOrEqual(RUNS);
});
