import { KeepingSink } from '../support/audited-license.ts';
import { storeLicense } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';
import { withReserve } from './device-scenarios.ts';
import { activated, asking, device, type Operation, operating, type Scenario } from './scenario.ts';
import { readState } from './table-state.ts';

const DAY_SECONDS = 86_400;
const HOLDING = { id: 'holding', lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } };
const remainingTime = () => 60_000;

/** What the schedule starts is started again while something is left. */
async function untilDone(left: () => Promise<boolean>): Promise<{ status: number; again: boolean }> {
  try {
    return { status: 200, again: await left() };
  } catch {
    return { status: 500, again: true };
  }
}

/** The partitions of the due index in which something waits: the empty ones are all alike. */
async function busyPartitions({ service }: TestService, kind: string): Promise<readonly string[]> {
  const items = [...(await readState(service.ledger)).values()];
  return [...new Set(items.flatMap(({ dueP }) => (dueP?.S?.startsWith(kind) ? [dueP.S] : [])))];
}

async function sweeping(shop: TestService): Promise<Operation> {
  const { sweep } = await import('../../functions/sweep/sweep.ts');
  const partitions = await busyPartitions(shop, 'DUE');
  return {
    run: () =>
      untilDone(async () => {
        const request = { now: shop.clock.now(), requestId: 'sweep', partitions, remainingTime };
        return (await sweep(shop.service, request)).remaining > 0;
      }),
  };
}

async function publishing(shop: TestService): Promise<Operation> {
  const { publishAll } = await import('../../functions/publish/publish.ts');
  const { createWebhookSink } = await import('../../functions/publish/webhook-sink.ts');
  const sinks = [new KeepingSink(), createWebhookSink(shop.service)];
  const outbox = await busyPartitions(shop, 'OUT');
  return {
    run: () =>
      untilDone(async () => {
        const { failed, heldBack } = await publishAll(shop.service, { sinks, remainingTime }, outbox);
        return failed.size + heldBack.size > 0;
      }),
  };
}

/** What runs by itself. */
export const MACHINES: readonly Scenario[] = [
  {
    name: 'sweep, warnings',
    prepare: async (shop) => {
      for (const name of ['d1', 'd2']) await activated(shop, (await storeLicense(shop)).code, name);
      shop.clock.advance(360 * DAY_SECONDS);
      return sweeping(shop);
    },
  },
  {
    name: 'sweep, expiry and grace, months late',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop, { plan: { id: 'graceful', graceDays: 10 } });
      await activated(shop, code, 'd1');
      shop.clock.advance(500 * DAY_SECONDS);
      return sweeping(shop);
    },
  },
  {
    name: 'sweep, take-overs',
    prepare: async (shop) => {
      await withReserve(shop);
      shop.clock.advance(11 * DAY_SECONDS);
      return sweeping(shop);
    },
  },
  {
    name: 'sweep, held seats',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop, { plan: HOLDING });
      const activationId = await activated(shop, code, 'd1');
      const body = { activationId, device: { fingerprint: device('d1').fingerprint } };
      await asking(shop, 'deactivate', 'POST /v1/deactivations', { body }).run();
      shop.clock.advance(2 * DAY_SECONDS);
      return sweeping(shop);
    },
  },
  {
    name: 'publish, to a sink and a webhook',
    prepare: async (shop) => {
      const body = { url: 'https://receiver.example/hook' };
      await operating(shop, 'webhooks', 'PUT /v1/webhooks/{id}', { path: { id: 'hook' }, body }).run();
      const { code } = await storeLicense(shop);
      for (const name of ['d1', 'd2', 'd3']) await activated(shop, code, name);
      return publishing(shop);
    },
  },
  {
    name: 'publish, a chain that goes on',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop);
      await activated(shop, code, 'd1');
      const operation = await publishing(shop);
      await operation.run();
      await activated(shop, code, 'd2');
      return operation;
    },
  },
  {
    name: 'mail, a recovery',
    prepare: async (shop) => {
      const email = 'owner@example.com';
      await storeLicense(shop, { details: { customer: { email } } });
      await asking(shop, 'recover', 'POST /v1/recoveries', { body: { email } }).run();
      const { sendWaitingMails } = await import('../../functions/mail/send.ts');
      return {
        run: () =>
          untilDone(async () => {
            const { waiting } = await sendWaitingMails(shop.service, async () => undefined);
            // A mail that somebody has taken waits until he has had his time.
            if (waiting > 0) shop.clock.advance(121);
            return waiting > 0;
          }),
        drifts: true,
      };
    },
  },
];
