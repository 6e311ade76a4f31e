import { beforeAll, expect, it } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import { describeOnEngines } from '../support/engines.ts';
import { stackOf } from '../support/middleware.ts';
import { activateOn, type Stored, storeLicense, storeProducts } from '../support/stored-license.ts';
import { sweepNow } from '../support/sweeping.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

describeOnEngines('the sweep', (engine) => {
  let test: TestService;

  beforeAll(async () => {
    test = await openTestService(engine);
    await storeProducts(test);
  });

  const sweep = () => sweepNow(test);

  async function eventsOf({ id }: Stored, type: string): Promise<number> {
    const { json } = await test.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    return (json.items as { type: string }[]).filter((event) => event.type === type).length;
  }

  function extend({ id }: Stored, days: number) {
    const body = { reason: 'paid', days };
    return test.operate('operate', 'POST /v1/licenses/{id}/extend', { path: { id }, body });
  }

  it('R13.1 emits each event once, however many sweeps run at once', async () => {
    const stored: Stored[] = [];
    for (let at = 0; at < 20; at += 1) {
      const one = await storeLicense(test);
      await activateOn(test, one.code, `twice-${at}`);
      stored.push(one);
    }
    test.clock.advance(366 * 86_400);
    const reports = await Promise.all([sweep(), sweep(), sweep()]);
    expect(reports.reduce((sum, { byKind }) => sum + (byKind['license.expired'] ?? 0), 0)).toBe(20);
    for (const one of stored) {
      expect(await eventsOf(one, 'license.expired')).toBe(1);
      expect(await eventsOf(one, 'license.expiring')).toBe(4);
    }
    expect(await sweep()).toMatchObject({ examined: 0, changed: 0, remaining: 0 });
  });

  it('R13.3 lets an extension win that comes between its reading and its writing', async () => {
    const stored = await storeLicense(test);
    await activateOn(test, stored.code, 'extended');
    test.clock.advance(366 * 86_400);
    let waiting = true;
    const { client } = test.service.ledger;
    stackOf(client).add(
      (next, { commandName }) =>
        async (args) => {
          if (waiting && commandName === 'TransactWriteItemsCommand') {
            waiting = false;
            await extend(stored, 100);
          }
          return next(args);
        },
      { step: 'initialize', name: 'extension' },
    );
    await sweep();
    client.middlewareStack.remove('extension');
    expect(waiting).toBe(false);
    // The extension itself has told of the end that it passed over; the sweep must not tell of it again.
    expect(await eventsOf(stored, 'license.expired')).toBe(1);
    const { json } = await test.operate('licenses', 'GET /v1/licenses/{id}', { path: { id: stored.id } });
    expect(json).toMatchObject({ state: 'active', daysLeft: 100 });
  });

  it('R13.4 deletes nothing by expiry', async () => {
    const stored = await storeLicense(test);
    const { activationId } = await activateOn(test, stored.code, 'kept');
    test.clock.advance(3 * 366 * 86_400);
    await sweep();
    const { json } = await test.operate('licenses', 'GET /v1/licenses/{id}/seats', { path: { id: stored.id } });
    expect(json.items).toHaveLength(1);
    const body = { activationId, device: { fingerprint: 'kept'.padEnd(16, '.') } };
    const validated = await test.ask('validate', 'POST /v1/validations', { body });
    expect(validated.json).toMatchObject({ verdict: 'EXPIRED', role: 'active', license: { id: stored.id } });
  });

  it('R13.1 catches up after 90 days without a sweep', async () => {
    const stored = await storeLicense(test);
    await activateOn(test, stored.code, 'late');
    test.clock.advance((366 + 90) * 86_400);
    await sweep();
    const { json } = await test.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id: stored.id } });
    const due = (json.items as { type: string; after: { dueAt: string } | null }[])
      .filter(({ type }) => type === 'license.expiring')
      .map(({ after }) => Date.parse(after?.dueAt ?? ''));
    expect(due.map((at) => (at - (due[0] ?? 0)) / DAY)).toEqual([0, 7, 11, 13]);
  });
});
