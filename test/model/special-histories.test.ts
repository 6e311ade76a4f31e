import { expect, it } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { playMany, RUNS, SEED, STEPS } from './play-many.ts';

it(`R2.5 R4.4 R4.6 R6.8 R7: ${RUNS} histories of special plans, ${STEPS} steps each, go as the plain model says (seed ${SEED})`, {
  timeout: 3_600_000,
}, async () => {
  const played = await playMany(anyEngine(), ['subscriptions', 'renewals', 'seats', 'large']);
  expect(played).toBeGreaterThanOrEqual(RUNS);
});
