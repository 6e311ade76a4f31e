/** Plays many random histories, several at once. */
import fc from 'fast-check';
import type { TestEngine } from '../support/engines.ts';
import { type Lane, openLane } from './lane.ts';
import { playHistory } from './play.ts';
import { histories } from './steps.ts';

/** How many random histories in all, half of them in each of two files, which run beside each other. */
export const RUNS = Math.ceil(Number(process.env.LATCHKEY_MODEL_RUNS ?? 200) / 2);
export const STEPS = 30;
/** The same histories every time, so that a change is judged by itself; other numbers play others. */
export const SEED = Number(process.env.LATCHKEY_MODEL_SEED ?? 20_261_124);
/** Histories played at once, each on a service, a table and a clock of its own. */
const LANES = 2;

/**
 * @param themes of which plans the histories sell codes
 * @returns how many histories went as the model says
 * @throws with the smallest history that went otherwise, its seed, and what was said at every step
 */
export async function playMany(engine: TestEngine, themes: readonly string[]): Promise<number> {
  // One after the other: opening a service gives it to the functions that are loaded next.
  const lanes: Lane[] = [];
  while (lanes.length < LANES) lanes.push(await openLane(engine));
  const played = await Promise.all(lanes.map((lane, at) => playOn(lane, themes, SEED + at)));
  return played.reduce((sum, one) => sum + one, 0);
}

async function playOn(lane: Lane, themes: readonly string[], seed: number): Promise<number> {
  let played = 0;
  const property = fc.asyncProperty(histories(themes, STEPS), async (history) => {
    played += 1;
    await playHistory(lane, `${seed} ${played}`, history);
  });
  await fc.assert(property, { numRuns: Math.ceil(RUNS / LANES), seed });
  return played;
}
