import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR } from '../../functions/core/instant.ts';
import { listDeadLetters, replayDeadLetter } from '../../functions/store/dead-letters.ts';
import { putBareLicense, recordEntries } from '../support/audited-license.ts';
import { describeOnEngines } from '../support/engines.ts';
import type { ReceivingServer } from './receiver-server.ts';
import { sequencesAt, WebhookScene } from './webhook-scene.ts';

describeOnEngines('webhooks whose receiver fails', (engine) => {
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

  const deadLetters = async () => {
    const { letters } = await listDeadLetters(scene.opened.service.ledger, hook, { after: null, limit: 10 });
    return letters;
  };

  test('R14.2 one that was down gets all of it afterwards, in order; other webhooks do not notice', async () => {
    const other = await scene.receive(`${hook}-other`);
    receiver.failsWith = 503;
    await scene.happen('lic_down', 4);
    await scene.deliver();
    expect(receiver.received).toHaveLength(1);
    expect(other.taken).toHaveLength(4);
    await scene.deliver();
    expect(receiver.received).toHaveLength(1);
    for (const hours of [1, 8]) {
      scene.advance(hours * HOUR);
      await scene.deliver();
    }
    expect(receiver.received).toHaveLength(3);
    receiver.failsWith = null;
    scene.advance(DAY);
    expect((await scene.deliver()).delivered).toBe(4);
    expect(sequencesAt(receiver, 'lic_down')).toEqual([1, 2, 3, 4]);
    expect(other.received).toHaveLength(4);
  });

  test('R14.2 after three days a delivery is given up, what is behind it goes on, and it can be replayed', async () => {
    const { ledger, clock } = scene.opened.service;
    receiver.failsWith = 500;
    await scene.happen('lic_dead', 2);
    for (let hour = 0; hour < 100; hour += 2) {
      await scene.deliver();
      scene.advance(2 * HOUR);
    }
    const tries = receiver.received.length;
    expect(tries).toBeGreaterThanOrEqual(9);
    expect(tries).toBeLessThanOrEqual(14);
    const letters = await deadLetters();
    expect(letters.map(({ sequence, failure }) => [sequence, failure])).toEqual([
      [1, 'status 500'],
      [2, 'status 500'],
    ]);
    await scene.deliver();
    expect(receiver.received).toHaveLength(tries);

    receiver.failsWith = null;
    const [letter] = letters;
    if (letter === undefined) throw new Error('two letters were found');
    const replay = { now: clock(), repeat: null, audit: () => [] };
    expect(await replayDeadLetter(ledger, letter, replay)).toBe(true);
    expect(await replayDeadLetter(ledger, letter, replay)).toBe(false);
    expect((await scene.deliver()).delivered).toBe(1);
    expect(sequencesAt(receiver, 'lic_dead')).toEqual([1]);
    expect(await deadLetters()).toHaveLength(1);
  });

  test('R14.2 what waits for a webhook that is removed goes with it', async () => {
    receiver.failsWith = 500;
    await scene.happen('lic_removed', 2);
    await scene.deliver();
    await scene.remove(hook);
    receiver.failsWith = null;
    scene.advance(DAY);
    expect(await scene.deliver()).toEqual({ delivered: 0, unfinished: [] });
    expect(receiver.received).toHaveLength(1);
  });

  test('R14.2 one of many licenses is asked a few times a run, not once a license', async () => {
    const { service } = scene.opened;
    receiver.failsWith = 503;
    for (let at = 0; at < 20; at += 1) {
      await recordEntries(service, await putBareLicense(service, `lic_many_${at}`), ['once']);
    }
    await scene.publish();
    await scene.deliver();
    expect(receiver.received.length).toBeLessThanOrEqual(8);
    receiver.failsWith = null;
    scene.advance(DAY);
    expect((await scene.deliver()).delivered).toBe(20);
  });
});
