import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PublishedEvent } from '../../functions/publish/outgoing.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import { putBareLicense, recordEntries } from '../support/audited-license.ts';
import { describeOnEngines } from '../support/engines.ts';
import type { ReceivingServer } from './receiver-server.ts';
import { sequencesAt, WebhookScene } from './webhook-scene.ts';

describeOnEngines('webhooks', (engine) => {
  let scene: WebhookScene;
  let receiver: ReceivingServer;
  let hook: string;

  beforeAll(async () => {
    scene = await WebhookScene.open(engine);
  });
  beforeEach(async () => {
    ({ hook, receiver } = await scene.start());
  });
  afterEach(() => scene.clear());

  test('R14.2 a receiver written with the library of the standard accepts the deliveries, each once and in order', async () => {
    await scene.happen('lic_plain', 3);
    expect((await scene.deliver()).delivered).toBe(3);
    expect(sequencesAt(receiver, 'lic_plain')).toEqual([1, 2, 3]);
    const [first] = receiver.taken;
    expect(first?.event).toMatchObject({
      type: 'license.extended',
      data: { licenseId: 'lic_plain', reason: 'reason 1' },
    });
    expect(first?.id).toMatch(/^evt_/);
    expect((await scene.deliver()).delivered).toBe(0);
    expect(receiver.received).toHaveLength(3);
  });

  test('R14.2 the receiver refuses one that was tampered with, one of another secret and one that is replayed late', async () => {
    await scene.happen('lic_tampered', 1);
    await scene.deliver();
    const [{ body, headers } = { body: '', headers: {} }] = receiver.taken;
    const sent = headers as Record<string, string>;
    const library = new Webhook(receiver.secret);
    expect(library.verify(body, sent)).toMatchObject({ type: 'license.extended' });
    expect(() => library.verify(body.replace('reason 1', 'reason 2'), sent)).toThrow('No matching signature');
    expect(() => library.verify(body, { ...sent, 'webhook-id': 'evt_other' })).toThrow('No matching signature');
    const old = String(Number(sent['webhook-timestamp']) - 3600);
    expect(() => library.verify(body, { ...sent, 'webhook-timestamp': old })).toThrow('timestamp too old');
    receiver.secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    await scene.happen('lic_secret', 1);
    expect((await scene.deliver()).delivered).toBe(0);
    expect(receiver.received.at(-1)?.accepted).toBe(false);
  });

  test('R14.2 two workers at once, and a publisher that comes again, deliver each event once', async () => {
    await scene.happen('lic_twice', 12);
    await Promise.all([scene.deliver(), scene.deliver(), scene.deliver()]);
    expect(sequencesAt(receiver, 'lic_twice')).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    const sink = createWebhookSink(scene.opened.service);
    const repeated = receiver.taken.slice(0, 3);
    await sink.send(repeated.map(({ body }) => (JSON.parse(body) as { data: PublishedEvent }).data));
    await scene.deliver();
    expect(receiver.received).toHaveLength(12);
  });

  test('R14.2 what comes while a queue is worked on is not forgotten', async () => {
    const license = await putBareLicense(scene.opened.service, 'lic_amid');
    const write = async () => {
      for (let round = 0; round < 10; round += 1) {
        await recordEntries(scene.opened.service, license, ['again']);
        await scene.publish();
      }
    };
    const work = async () => {
      for (let round = 0; round < 15; round += 1) await scene.deliver();
    };
    await Promise.all([write(), work(), work()]);
    await scene.deliver();
    expect(sequencesAt(receiver, 'lic_amid')).toEqual(Array.from({ length: 10 }, (_, at) => at + 1));
  });

  test('R14.2 a webhook gets the events that it asked for', async () => {
    const choosy = await scene.receive(`${hook}-choosy`, ['seat.*', 'license.revoked']);
    const license = await putBareLicense(scene.opened.service, 'lic_choosy');
    for (const type of ['license.extended', 'seat.freed', 'license.revoked'] as const) {
      await recordEntries(scene.opened.service, license, [type], type);
    }
    await scene.publish();
    await scene.deliver();
    expect(choosy.taken.map(({ event }) => event?.type)).toEqual(['seat.freed', 'license.revoked']);
    expect(receiver.taken).toHaveLength(3);
  });

  test('R14.2 in the cloud, an address on this machine is never called', async () => {
    await scene.happen('lic_inside', 1);
    await scene.deliver({ remainingTime: () => 60_000 });
    expect(receiver.received).toEqual([]);
  });

  test('R1.5 no line of the log holds the secret, the address or the body of a delivery', async () => {
    receiver.failsWith = 500;
    await scene.happen('lic_logged', 1);
    await scene.deliver();
    const lines = scene.opened.logged.join('\n');
    expect(lines).toContain('webhook.failed');
    expect(lines).not.toContain(receiver.secret.slice('whsec_'.length));
    expect(lines).not.toContain(receiver.url);
    expect(lines).not.toContain('reason 1');
  });
});
