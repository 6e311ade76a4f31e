import { expect, it } from 'vitest';
import { allowRetriesFor } from '../../functions/store/retry.ts';
import { anyEngine } from '../support/engines.ts';
import { openTestService } from '../support/test-service.ts';
import { activateAtOnce } from './hot-license.ts';

// All devices share one process and one engine here: on a busy machine they wait for the processor, which is no conflict.
allowRetriesFor(120_000);

it.each([
  // A large class is counted in shards, a small one in the license itself. The bench lets a thousand in at once.
  { devices: 200, atOnce: 25, seats: 100_000, most: 5 },
  { devices: 60, atOnce: 15, seats: 300, most: 20 },
])(
  'R4.6 activates $devices devices on $seats seats, $atOnce at a time, though transactions collide',
  async (rush) => {
    const shop = await openTestService(anyEngine());
    const result = await activateAtOnce(shop, rush);
    console.log(`${rush.seats} seats: ${JSON.stringify(result)}`);
    expect(result).toMatchObject({ activated: rush.devices, failures: {} });
    expect(result.triesPerSuccess).toBeLessThan(rush.most);
  },
  300_000,
);
