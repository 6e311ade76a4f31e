import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBusSink } from '../../functions/publish/bus-sink.ts';
import { runPublisher } from '../../functions/publish/run.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import type { Service } from '../../functions/service.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import { headKey } from '../../functions/store/chain-link.ts';
import { type QueueName, readDeliveries } from '../../functions/store/hook-queue.ts';
import { readAll } from '../../functions/store/read.ts';
import { transact } from '../../functions/store/transaction.ts';
import { KeepingSink, putBareLicense, recordEntries } from '../support/audited-license.ts';
import { anyEngine } from '../support/engines.ts';
import { StandInService } from '../support/stand-in-service.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';

const context = { getRemainingTimeInMillis: () => 30_000 };

/** The records that the table's stream brings for the entries of a license. */
async function recordsOf({ ledger }: Service, license: string): Promise<readonly DynamoDBRecord[]> {
  const items = await readAll(ledger, { pk: headKey(license).pk, from: '0', to: ':' });
  return items.map(({ pk, sk }, at) => ({
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: `${license}-${at}`, Keys: { pk: { S: pk }, sk: { S: sk } } },
  }));
}

describe('the publisher', () => {
  let opened: TestService;
  beforeAll(async () => {
    opened = await openTestService(anyEngine());
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'example', AWS_SECRET_ACCESS_KEY: 'example' });
  });
  afterAll(() => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
  });

  async function record(license: string, times: number): Promise<void> {
    const stored = await putBareLicense(opened.service, license);
    await recordEntries(
      opened.service,
      stored,
      Array.from({ length: times }, () => 'again'),
    );
  }

  test('R14.2 what the stream brings leaves by the bus and the webhooks', async () => {
    const bus = await new StandInService(({ body }) => {
      const { Entries } = JSON.parse(body) as { Entries: unknown[] };
      return { status: 200, body: { Entries: Entries.map((_, at) => ({ EventId: String(at) })) } };
    }).start();
    const { service } = opened;
    await opened.operate('webhooks', 'PUT /v1/webhooks/{id}', {
      path: { id: 'hook' },
      body: { url: 'https://a.example' },
    });
    await record('lic_bus', 12);
    const woken: QueueName[] = [];
    const sinks = [
      createBusSink({ bus: 'bus', region: 'eu-central-1', origin: bus.origin }),
      createWebhookSink(service, async (queues) => void woken.push(...queues)),
    ];
    const event = { Records: [...(await recordsOf(service, 'lic_bus'))] };
    expect(await runPublisher(service, sinks, event, context)).toEqual({ batchItemFailures: [] });
    const sent = bus.requests.flatMap(({ body }) => (JSON.parse(body) as { Entries: { Detail: string }[] }).Entries);
    expect(sent.map(({ Detail }) => (JSON.parse(Detail) as { sequence: number }).sequence)).toEqual(
      Array.from({ length: 12 }, (_, at) => at + 1),
    );
    expect(woken).toEqual([{ webhook: 'hook', license: 'lic_bus' }]);
    expect(await readDeliveries(service.ledger, { webhook: 'hook', license: 'lic_bus' }, 20)).toHaveLength(12);
    expect(await runPublisher(service, sinks, event, context)).toEqual({ batchItemFailures: [] });
    expect(sent).toHaveLength(12);
    await bus.stop();
  });

  test('R14.2 a sink that fails is not the business of the stream: the schedule sends what was left over', async () => {
    const { service } = opened;
    await record('lic_left', 2);
    const sink = new KeepingSink();
    sink.refused.add('lic_left');
    const event = { Records: [...(await recordsOf(service, 'lic_left'))] };
    expect(await runPublisher(service, [sink], event, context)).toEqual({ batchItemFailures: [] });
    expect(opened.logged.at(-1)).toContain('publish.incomplete');
    opened.clock.freezeAt(START + 180_000);
    await runPublisher(service, [sink], {}, context);
    // What a sink refuses is nobody's error; that it has waited for so long is what the alarm looks at.
    const waiting = { event: 'publish.incomplete', remaining: 1, oldestOutboxSeconds: 180 };
    expect(JSON.parse(opened.logged.at(-1) ?? '')).toMatchObject(waiting);
    sink.refused.clear();
    await runPublisher(service, [sink], {}, context);
    await runPublisher(service, [sink], {}, context);
    expect(JSON.parse(opened.logged.at(-1) ?? '')).toMatchObject({
      event: 'publish.completed',
      oldestOutboxSeconds: 0,
    });
    expect(sink.sequencesOf('lic_left')).toEqual([1, 2]);
  });

  test('R14.1 a fault of one license is told to the stream, and the others go on', async () => {
    const { service } = opened;
    await record('lic_fault', 1);
    await record('lic_fine', 1);
    // A head that nobody can read, as a fault that lasts.
    await transact(service.ledger, [{ put: headKey('lic_fault'), item: { n: 'nothing' } }]);
    const sink = new KeepingSink();
    const Records = [...(await recordsOf(service, 'lic_fault')), ...(await recordsOf(service, 'lic_fine'))];
    const response = await runPublisher(service, [sink], { Records }, context);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'lic_fault-0' }] });
    expect(sink.sequencesOf('lic_fine')).toEqual([1]);
    expect(await verifyChain(service.ledger, 'lic_fault')).toBe(false);
  });

  test('R14.1 without time left nothing is begun and all of it is told to the stream', async () => {
    const { service } = opened;
    await record('lic_no_time', 2);
    const Records = [...(await recordsOf(service, 'lic_no_time'))];
    const response = await runPublisher(service, [], { Records }, { getRemainingTimeInMillis: () => 100 });
    expect(response.batchItemFailures).toHaveLength(2);
  });
});
