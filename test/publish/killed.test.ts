import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverAll, deliverQueues } from '../../functions/deliver/deliver.ts';
import { publishAll } from '../../functions/publish/publish.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import { readDue } from '../../functions/store/due.ts';
import { outboxPartition } from '../../functions/store/keys.ts';
import { putWebhook, readWebhook } from '../../functions/store/webhooks.ts';
import { ReceivingServer } from '../deliver/receiver-server.ts';
import { armKiller, type Killer } from '../functions/issue/killing.ts';
import { KeepingSink, putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import { anyEngine } from '../support/engines.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

const remainingTime = () => 60_000;
const ENTRIES = 3;
const ALL = Array.from({ length: ENTRIES }, (_, at) => at + 1);

describe('a publisher and a deliverer that die', () => {
  let opened: TestService;
  let receiver: ReceivingServer;
  let killer: Killer;

  beforeAll(async () => {
    opened = await openTestService(anyEngine());
    const { ledger } = opened.service;
    receiver = await new ReceivingServer().start();
    const answer = await opened.operate('webhooks', 'PUT /v1/webhooks/{id}', {
      path: { id: 'hook' },
      body: { url: 'https://receiver.example' },
    });
    receiver.secret = String(answer.json.secret);
    const webhook = await readWebhook(ledger, 'hook');
    if (webhook === null) throw new Error('it was registered');
    await putWebhook(ledger, { ...webhook, url: receiver.url });
    killer = armKiller(ledger.client);
  });
  afterAll(() => receiver.stop());

  /** Sequences of a license in the order in which they first came. */
  function firstSeen(license: string): readonly number[] {
    const of = receiver.taken.flatMap(({ event }) => (event?.data.licenseId === license ? [event.data.sequence] : []));
    return [...new Set(of)];
  }

  async function waiting(license: string): Promise<number> {
    const page = await readDue(opened.service.ledger, outboxPartition(license), 9e13, { limit: 1000, after: null });
    return page.items.filter(({ pk }) => pk === `J#${license}`).length;
  }

  test.each(['before', 'after'] as const)(
    'R14.2 killed %s each of their calls: every event arrives, first ones in order, and the chain is whole',
    async (when) => {
      const { service, clock } = opened;
      let reached = true;
      let at = 0;
      while (reached) {
        at += 1;
        const id = `lic_${when}_${at}`;
        await recordEntries(service, await putBareLicense(service, id), reasonsTo(ENTRIES));
        const sink = new KeepingSink();
        const sinks = [sink, createWebhookSink(service)];
        const publish = () => publishAll(service, { sinks, remainingTime }, [outboxPartition(id)]).catch(() => null);
        killer.killAt(at, when);
        await publish();
        await deliverQueues(service, { remainingTime, local: true }, [{ webhook: 'hook', license: id }]);
        reached = killer.stop();

        // Others come: two at once, and once more when the claims of the dead have run out.
        await Promise.all([publish(), publish()]);
        await deliverAll(service, { remainingTime, local: true });
        clock.advance(100);
        await deliverAll(service, { remainingTime, local: true });
        expect({ at, sent: sink.sequencesOf(id), received: firstSeen(id), waiting: await waiting(id) }).toEqual({
          at,
          sent: ALL,
          received: ALL,
          waiting: 0,
        });
        expect(await verifyChain(service.ledger, id)).toBe(true);
      }
      expect(at).toBeGreaterThan(15);
    },
    120_000,
  );
});
