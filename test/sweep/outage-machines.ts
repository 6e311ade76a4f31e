import { type DeliverRequest, deliverAll } from '../../functions/deliver/deliver.ts';
import { publishAll } from '../../functions/publish/publish.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import { partitions } from '../../functions/store/keys.ts';
import type { sweep } from '../../functions/sweep/sweep.ts';
import type { RandomFaults } from '../support/random-faults.ts';
import type { TestService } from '../support/test-service.ts';

/** What runs by itself, killed now and then and started again by its schedule. */
export interface Machines {
  readonly shop: TestService;
  readonly faults: RandomFaults;
  readonly sweep: typeof sweep;
}

const remainingTime = () => 60_000;
const LOCAL: DeliverRequest = { remainingTime, local: true };
/** Longer than a deliverer keeps a queue to itself: one that died is followed by another. */
const CLAIM_SECONDS = 95;
/** No run of this test needs as many lives; without an end a machine that never gets done would go on for ever. */
const MAX_LIVES = 400;

/** Starts something again until it says, alive, that nothing is left. @returns how many lives it took */
async function untilDone({ faults }: Machines, isDone: () => Promise<boolean>): Promise<number> {
  for (let lives = 1; lives <= MAX_LIVES; lives += 1) {
    const ended = await faults.run(isDone).catch(() => null);
    if (ended?.result === true && !ended.dead) return lives;
  }
  throw new Error('it does not get done');
}

/** A run of the sweep over all partitions. */
export function sweepOnce({ shop, sweep }: Machines) {
  const request = { now: shop.clock.now(), requestId: 'sweep', partitions: partitions('DUE'), remainingTime };
  return sweep(shop.service, request);
}

/** A sweep that is started again until it finds nothing due. */
export function sweepUntilDone(machines: Machines): Promise<number> {
  return untilDone(machines, async () => {
    const { examined, remaining } = await sweepOnce(machines);
    return examined === 0 && remaining === 0;
  });
}

/** A publisher that is started again until nothing waits in the outbox. */
export function publishUntilDone(machines: Machines): Promise<number> {
  const { service } = machines.shop;
  return untilDone(machines, async () => {
    const report = await publishAll(service, { sinks: [createWebhookSink(service)], remainingTime });
    return report.sealed + report.published + report.failed.size + report.heldBack.size === 0;
  });
}

/** A deliverer that is started again until no queue is due, even after all claims of the dead have run out. */
export function deliverUntilDone(machines: Machines): Promise<number> {
  const { service, clock } = machines.shop;
  return untilDone(machines, async () => {
    clock.advance(CLAIM_SECONDS);
    return (await deliverAll(service, LOCAL)).delivered === 0;
  });
}
