import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR } from '../../functions/core/instant.ts';
import { type DeliverRequest, deliverAll } from '../../functions/deliver/deliver.ts';
import type { PublishedEvent } from '../../functions/publish/outgoing.ts';
import { publishAll } from '../../functions/publish/publish.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import { listDeadLetters, replayDeadLetter } from '../../functions/store/dead-letters.ts';
import { putWebhook, readWebhook, removeWebhook } from '../../functions/store/webhooks.ts';
import { putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import { describeOnEngines } from '../support/engines.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';
import { ReceivingServer } from './receiver-server.ts';

const LOCAL: DeliverRequest = { remainingTime: () => 60_000, local: true };

describeOnEngines('webhooks', (engine) => {
  let opened: TestService;
  let receiver: ReceivingServer;
  let count = 0;
  let hook = '';

  beforeAll(async () => {
    opened = await openTestService(engine);
  });

  beforeEach(async () => {
    opened.clock.freezeAt(START);
    receiver = await new ReceivingServer().start();
    count += 1;
    hook = `hook-${count}`;
    receiver.secret = await register(hook, receiver.url);
  });

  afterEach(async () => {
    await receiver.stop();
    const webhook = await readWebhook(opened.service.ledger, hook);
    if (webhook !== null) await removeWebhook(opened.service.ledger, webhook);
  });

  /** Registers over HTTP as a vendor does, and then lets the address be one on this machine. */
  async function register(id: string, url: string, events: readonly string[] | null = null): Promise<string> {
    const body = { url: 'https://receiver.example/hooks', events };
    const answer = await opened.operate('webhooks', 'PUT /v1/webhooks/{id}', { path: { id }, body });
    const webhook = await readWebhook(opened.service.ledger, id);
    if (webhook === null) throw new Error(`not registered: ${answer.body}`);
    await putWebhook(opened.service.ledger, { ...webhook, url });
    return String(answer.json.secret);
  }

  const publish = async () =>
    publishAll(opened.service, { sinks: [createWebhookSink(opened.service)], remainingTime: () => 60_000 });
  const deliver = async (request = LOCAL) => deliverAll(opened.service, request);
  const sequences = (license: string) =>
    receiver.taken.flatMap(({ event }) => (event?.data.licenseId === license ? [event.data.sequence] : []));

  async function happen(license: string, times: number): Promise<void> {
    await recordEntries(opened.service, await putBareLicense(opened.service, license), reasonsTo(times));
    await publish();
  }

  test('R14.2 a receiver written with the library of the standard accepts the deliveries, each once and in order', async () => {
    await happen('lic_plain', 3);
    expect((await deliver()).delivered).toBe(3);
    expect(sequences('lic_plain')).toEqual([1, 2, 3]);
    const [first] = receiver.taken;
    expect(first?.event).toMatchObject({
      type: 'license.extended',
      data: { licenseId: 'lic_plain', reason: 'reason 1' },
    });
    expect(first?.id).toMatch(/^evt_/);
    expect((await deliver()).delivered).toBe(0);
    expect(receiver.received).toHaveLength(3);
  });

  test('R14.2 the receiver refuses one that was tampered with, one of another secret and one that is replayed late', async () => {
    await happen('lic_tampered', 1);
    await deliver();
    const [{ body, headers } = { body: '', headers: {} }] = receiver.taken;
    const sent = headers as Record<string, string>;
    const library = new Webhook(receiver.secret);
    expect(library.verify(body, sent)).toMatchObject({ type: 'license.extended' });
    expect(() => library.verify(body.replace('reason 1', 'reason 2'), sent)).toThrow('No matching signature');
    expect(() => library.verify(body, { ...sent, 'webhook-id': 'evt_other' })).toThrow('No matching signature');
    const old = String(Number(sent['webhook-timestamp']) - 3600);
    expect(() => library.verify(body, { ...sent, 'webhook-timestamp': old })).toThrow('timestamp too old');
    receiver.secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    await happen('lic_secret', 1);
    expect((await deliver()).delivered).toBe(0);
    expect(receiver.received.at(-1)?.accepted).toBe(false);
  });

  test('R14.2 a receiver that was down gets all of it afterwards, in order; other webhooks do not notice', async () => {
    const other = await new ReceivingServer().start();
    other.secret = await register(`${hook}-other`, other.url);
    receiver.failsWith = 503;
    await happen('lic_down', 4);
    await deliver();
    expect(receiver.received.map(({ id }) => id)).toHaveLength(1);
    expect(other.taken).toHaveLength(4);
    await deliver();
    expect(receiver.received).toHaveLength(1);
    for (const hours of [1, 8]) {
      opened.clock.advance((hours * HOUR) / 1000);
      await deliver();
    }
    expect(receiver.received).toHaveLength(3);
    receiver.failsWith = null;
    opened.clock.advance(DAY / 1000);
    expect((await deliver()).delivered).toBe(4);
    expect(sequences('lic_down')).toEqual([1, 2, 3, 4]);
    expect(other.received).toHaveLength(4);
    await other.stop();
    const webhook = await readWebhook(opened.service.ledger, `${hook}-other`);
    if (webhook !== null) await removeWebhook(opened.service.ledger, webhook);
  });

  test('R14.2 after three days a delivery is given up, what is behind it goes on, and it can be replayed', async () => {
    const { ledger, clock } = opened.service;
    receiver.failsWith = 500;
    await happen('lic_dead', 2);
    for (let hour = 0; hour < 100; hour += 2) {
      await deliver();
      opened.clock.advance((2 * HOUR) / 1000);
    }
    const tries = receiver.received.length;
    expect(tries).toBeGreaterThanOrEqual(9);
    expect(tries).toBeLessThanOrEqual(14);
    const { letters } = await listDeadLetters(ledger, hook, { after: null, limit: 10 });
    expect(letters.map(({ sequence, failure }) => [sequence, failure])).toEqual([
      [1, 'status 500'],
      [2, 'status 500'],
    ]);
    await deliver();
    expect(receiver.received).toHaveLength(tries);

    receiver.failsWith = null;
    const [letter] = letters;
    if (letter === undefined) throw new Error('two letters were found');
    expect(await replayDeadLetter(ledger, letter, clock())).toBe(true);
    expect(await replayDeadLetter(ledger, letter, clock())).toBe(false);
    expect((await deliver()).delivered).toBe(1);
    expect(sequences('lic_dead')).toEqual([1]);
    expect((await listDeadLetters(ledger, hook, { after: null, limit: 10 })).letters).toHaveLength(1);
  });

  test('R14.2 two workers at once, and a publisher that comes again, deliver each event once', async () => {
    await happen('lic_twice', 12);
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(sequences('lic_twice')).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    const sink = createWebhookSink(opened.service);
    const repeated = receiver.taken.slice(0, 3).map(({ body }) => (JSON.parse(body) as { data: PublishedEvent }).data);
    await sink.send(repeated);
    await deliver();
    expect(receiver.received).toHaveLength(12);
  });

  test('R14.2 what comes while a queue is worked on is not forgotten', async () => {
    const license = await putBareLicense(opened.service, 'lic_amid');
    const write = async () => {
      for (let round = 0; round < 10; round += 1) {
        await recordEntries(opened.service, license, ['again']);
        await publish();
      }
    };
    const work = async () => {
      for (let round = 0; round < 15; round += 1) await deliver();
    };
    await Promise.all([write(), work(), work()]);
    await deliver();
    expect(sequences('lic_amid')).toEqual(Array.from({ length: 10 }, (_, at) => at + 1));
  });

  test('R14.2 a webhook gets the events that it asked for', async () => {
    const choosy = await new ReceivingServer().start();
    choosy.secret = await register(`${hook}-choosy`, choosy.url, ['seat.*', 'license.revoked']);
    const license = await putBareLicense(opened.service, 'lic_choosy');
    for (const type of ['license.extended', 'seat.freed', 'license.revoked'] as const) {
      await recordEntries(opened.service, license, [type], type);
    }
    await publish();
    await deliver();
    expect(choosy.taken.map(({ event }) => event?.type)).toEqual(['seat.freed', 'license.revoked']);
    await choosy.stop();
    const webhook = await readWebhook(opened.service.ledger, `${hook}-choosy`);
    if (webhook !== null) await removeWebhook(opened.service.ledger, webhook);
  });

  test('R14.2 what waits for a webhook that is removed goes with it', async () => {
    receiver.failsWith = 500;
    await happen('lic_removed', 2);
    await deliver();
    const webhook = await readWebhook(opened.service.ledger, hook);
    if (webhook === null) throw new Error('it was registered');
    await removeWebhook(opened.service.ledger, webhook);
    receiver.failsWith = null;
    opened.clock.advance(DAY / 1000);
    expect(await deliver()).toEqual({ delivered: 0, unfinished: [] });
    expect(receiver.received).toHaveLength(1);
  });

  test('R14.2 a dead receiver of many licenses is asked a few times a run, not once a license', async () => {
    receiver.failsWith = 503;
    for (let at = 0; at < 20; at += 1) {
      await recordEntries(opened.service, await putBareLicense(opened.service, `lic_many_${at}`), ['once']);
    }
    await publish();
    await deliver();
    expect(receiver.received.length).toBeLessThanOrEqual(8);
    receiver.failsWith = null;
    opened.clock.advance(DAY / 1000);
    expect((await deliver()).delivered).toBe(20);
  });

  test('R14.2 in the cloud, an address on this machine is never called', async () => {
    await happen('lic_inside', 1);
    await deliver({ remainingTime: () => 60_000 });
    expect(receiver.received).toEqual([]);
  });

  test('R1.5 no line of the log holds the secret, the address or the body of a delivery', async () => {
    receiver.failsWith = 500;
    await happen('lic_logged', 1);
    await deliver();
    const lines = opened.logged.join('\n');
    expect(lines).toContain('webhook.failed');
    expect(lines).not.toContain(receiver.secret.slice('whsec_'.length));
    expect(lines).not.toContain(receiver.url);
    expect(lines).not.toContain('reason 1');
  });
});
