import { expect, it } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { openSoak } from './open-soak.ts';
import { runSoak } from './soak.ts';

// The large run is a command: `npm run soak`.
const OPERATIONS = 3000;
const LICENSES = 100;

it('loses no seat, gives none away and breaks no chain while a third of all operations is disturbed', async () => {
  const shop = await openSoak(anyEngine().endpoint);
  const result = await runSoak(shop, {
    operations: OPERATIONS,
    licenses: LICENSES,
    faultRate: 0.14,
    atOnce: 16,
    seed: 7,
  });
  const { tally, calls, inflicted, ...findings } = result;
  console.log(
    JSON.stringify({ calls, inflicted, disturbed: tally.disturbed, repeated: tally.repeated, ...tally.done }),
  );
  expect(findings).toMatchObject({ overSeats: [], lostSeats: [], brokenChains: [], wrongAnswers: [] });
  // A client gives up after a number of answers that told it to come back; on a busy machine some do.
  expect(tally.givenUp).toBeLessThan(OPERATIONS / 20);
  // It was a race and a disturbed one, and all kinds of operations were in it.
  expect(tally.disturbed).toBeGreaterThan(OPERATIONS / 5);
  expect(Object.keys(tally.done).sort()).toEqual(['activate', 'block', 'extend', 'release', 'unblock', 'validate']);
  expect(tally.refused.seat_limit_reached).toBeGreaterThan(0);
  expect(result.sweeps).toBeGreaterThan(1);
}, 600_000);
