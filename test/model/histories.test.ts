import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { type Lane, openLane } from './lane.ts';
import { playHistory } from './play.ts';
import { histories } from './steps.ts';

/** How many random histories, and of how many steps. */
const RUNS = Number(process.env.LATCHKEY_MODEL_RUNS ?? 2000);
const STEPS = 30;
/** A failure prints its seed; with it the same histories are played again. */
const SEED = Number(process.env.LATCHKEY_MODEL_SEED ?? Date.now() % 2 ** 31);
/** Histories played at once, each on a service, a table and a clock of its own. */
const LANES = Number(process.env.LATCHKEY_MODEL_LANES ?? 2);
const TITLE = `R2.6 R3 R4 R5 R6 R7 R9: ${RUNS} histories of ${STEPS} steps go as the plain model says (seed ${SEED})`;

it(TITLE, { timeout: 3_600_000 }, async () => {
  const engine = anyEngine();
  // One after the other: opening a service gives it to the functions that are loaded next.
  const lanes: Lane[] = [];
  while (lanes.length < LANES) lanes.push(await openLane(engine));
  const outcomes = await Promise.all(lanes.map((lane, at) => playMany(lane, at)));
  expect(outcomes.reduce((sum, played) => sum + played, 0)).toBeGreaterThanOrEqual(RUNS);
});

async function playMany(lane: Lane, at: number): Promise<number> {
  let played = 0;
  const property = fc.asyncProperty(histories(STEPS), async (history) => {
    played += 1;
    await playHistory(lane, `${SEED} ${at} ${played}`, history);
  });
  const numRuns = Math.ceil(RUNS / LANES);
  await fc.assert(property, { numRuns, seed: SEED + at, endOnFailure: process.env.QUICK === '1' });
  return played;
}
