import { beforeAll, expect, test } from 'vitest';
import { publishAll, publishEntries } from '../../functions/publish/publish.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import { headKey, readHead } from '../../functions/store/chain-link.ts';
import { readDue } from '../../functions/store/due.ts';
import { outboxPartition } from '../../functions/store/keys.ts';
import { readAll, readItems } from '../../functions/store/read.ts';
import { KeepingSink, putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import { describeOnEngines } from '../support/engines.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

const remainingTime = () => 60_000;

describeOnEngines('publishing', (engine) => {
  let opened: TestService;
  beforeAll(async () => {
    opened = await openTestService(engine);
  });

  const waiting = async (license: string) => {
    const page = await readDue(opened.service.ledger, outboxPartition(license), 9e13, { limit: 1000, after: null });
    return page.items.filter(({ pk }) => pk === `J#${license}`).length;
  };

  test('R14.2 events leave in the order of their commits, once, and the outbox is empty', async () => {
    const { service } = opened;
    const license = await putBareLicense(service, 'lic_order');
    await recordEntries(service, license, reasonsTo(5));
    const sink = new KeepingSink();
    const first = await publishAll(service, { sinks: [sink], remainingTime });
    expect(first).toMatchObject({ sealed: 5, published: 5, unfinished: [] });
    expect(sink.events.map(({ reason }) => reason)).toEqual(reasonsTo(5));
    expect(sink.sequencesOf('lic_order')).toEqual([1, 2, 3, 4, 5]);
    expect(await waiting('lic_order')).toBe(0);
    expect(await publishAll(service, { sinks: [sink], remainingTime })).toMatchObject({ sealed: 0, published: 0 });
    expect(sink.events).toHaveLength(5);
    expect(await verifyChain(service.ledger, 'lic_order')).toBe(true);
  });

  test('R14.2 an event names its license, its id, and instants as the contract writes them', async () => {
    const { service, clock } = opened;
    const license = await putBareLicense(service, 'lic_shape');
    await recordEntries(service, license, ['a reason']);
    const sink = new KeepingSink();
    await publishAll(service, { sinks: [sink], remainingTime });
    const at = new Date(clock.now()).toISOString();
    expect(sink.events[0]).toEqual({
      id: expect.stringMatching(/^evt_/) as string,
      type: 'license.extended',
      licenseId: 'lic_shape',
      at,
      dueAt: null,
      sequence: 1,
      actor: 'support',
      reason: 'a reason',
      data: { days: 30 },
      before: null,
      after: { expiresAt: at },
    });
  });

  test('R14.2 a failing sink keeps only what it has not taken; other licenses and other sinks go on', async () => {
    const { service } = opened;
    const [bad, good] = [await putBareLicense(service, 'lic_bad'), await putBareLicense(service, 'lic_good')];
    await recordEntries(service, bad, reasonsTo(2));
    await recordEntries(service, good, reasonsTo(2));
    const [failing, willing] = [new KeepingSink('failing'), new KeepingSink('willing')];
    failing.refused.add('lic_bad');
    const report = await publishAll(service, { sinks: [failing, willing], remainingTime });
    expect([...report.heldBack]).toEqual(['lic_bad']);
    expect(failing.sequencesOf('lic_good')).toEqual([1, 2]);
    expect(willing.sequencesOf('lic_bad')).toEqual([1, 2]);
    expect(await waiting('lic_bad')).toBe(2);
    expect(await verifyChain(service.ledger, 'lic_bad')).toBe(true);

    await recordEntries(service, bad, ['later']);
    failing.refused.clear();
    await publishAll(service, { sinks: [failing, willing], remainingTime });
    expect(failing.sequencesOf('lic_bad')).toEqual([1, 2, 3]);
    expect(willing.events.filter(({ licenseId }) => licenseId === 'lic_bad').map(({ sequence }) => sequence)).toEqual([
      1, 2, 3,
    ]);
    expect(await waiting('lic_bad')).toBe(0);
  });

  test('R14.2 an entry that a stream brings takes those before it along, in order', async () => {
    const { service } = opened;
    const license = await putBareLicense(service, 'lic_stream');
    await recordEntries(service, license, reasonsTo(4));
    const items = await readAll(service.ledger, { pk: 'J#lic_stream' });
    const sink = new KeepingSink();
    await publishEntries(service, { sinks: [sink], remainingTime }, items.slice(-1));
    expect(sink.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  test('R14.1 publishers at once and a commit in between end in one chain; the first of each event comes in order', async () => {
    const { service } = opened;
    const license = await putBareLicense(service, 'lic_race');
    await recordEntries(service, license, reasonsTo(60));
    const sink = new KeepingSink();
    const run = () => publishAll(service, { sinks: [sink], remainingTime }, [outboxPartition('lic_race')]);
    await Promise.all([run(), run(), run(), recordEntries(service, license, reasonsTo(10))]);
    await run();
    expect(sink.sequencesOf('lic_race')).toEqual(Array.from({ length: 70 }, (_, at) => at + 1));
    expect(new Set(sink.events.map(({ id }) => id)).size).toBe(70);
    expect(await waiting('lic_race')).toBe(0);
    expect(await verifyChain(service.ledger, 'lic_race')).toBe(true);
  });

  test('R14.2 more than one part is published whole and in order, and the next publisher begins behind it', async () => {
    const { service } = opened;
    const license = await putBareLicense(service, 'lic_long');
    await recordEntries(service, license, reasonsTo(620), 'license.extended', 62);
    const sink = new KeepingSink();
    const report = await publishAll(service, { sinks: [sink], remainingTime });
    expect(report).toMatchObject({ sealed: 620, published: 620 });
    expect(sink.sequencesOf('lic_long')).toEqual(Array.from({ length: 620 }, (_, at) => at + 1));
    const key = headKey('lic_long');
    const head = readHead((await readItems(service.ledger, [key], true)).get(key));
    const items = await readAll(service.ledger, { pk: 'J#lic_long', from: head.openFrom, to: ':' });
    expect(items.length).toBeLessThanOrEqual(130);
    expect(await verifyChain(service.ledger, 'lic_long')).toBe(true);
  });

  test('R14.1 without time left nothing is begun, and it is said', async () => {
    const { service } = opened;
    const license = await putBareLicense(service, 'lic_late');
    await recordEntries(service, license, ['late']);
    const report = await publishAll(service, { sinks: [], remainingTime: () => 0 });
    expect(report.unfinished).toHaveLength(32);
    expect(report.sealed).toBe(0);
    await publishAll(service, { sinks: [], remainingTime });
  });
});
