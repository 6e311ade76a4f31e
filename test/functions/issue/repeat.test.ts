import { beforeAll, describe, expect, test } from 'vitest';
import { HOUR } from '../../../functions/core/instant.ts';
import { block } from '../../../functions/core/operate/flags.ts';
import { operate } from '../../../functions/core/operate/instruction.ts';
import { isRefusal } from '../../../functions/core/refusal.ts';
import { commit } from '../../../functions/store/commit.ts';
import { readPointers } from '../../../functions/store/pointers.ts';
import { describeOnEngines } from '../../support/engines.ts';
import type { Answered } from '../../support/http-event.ts';
import { storePlan, storeProducts } from '../../support/stored-license.ts';
import { addKey, openTestService, START, type TestService } from '../../support/test-service.ts';
import { countKinds, readWholeTable } from '../../support/whole-table.ts';
import { armKiller, type Killer } from './killing.ts';

/** Milliseconds for a test that kills one issue after the other, on a machine with other work to do. */
const KILLS = 120_000;

/** Enough for two transactions of licenses and several batches of the rest. */
const QUANTITY = 36;

describeOnEngines('POST /v1/codes with an Idempotency-Key', (engine) => {
  let shop: TestService;
  let killer: Killer;
  beforeAll(async () => {
    shop = await openTestService(engine);
    killer = armKiller(shop.service.ledger.client);
    await storeProducts(shop);
    await storePlan(shop, {});
  });

  const issue = (key: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answered> =>
    shop.operate('issue', 'POST /v1/codes', {
      body: { plan: 'office-1y', quantity: 1, ...body },
      headers: { 'idempotency-key': key, ...headers },
    });
  const codesOf = ({ json }: Answered) => json.codes as { code: string; licenseId: string }[];

  test('R1.5: the same key and body get the same answer, in whatever order the fields stand', async () => {
    const first = await issue('same', { quantity: 3, batch: 'same' });
    const again = await issue('same', { batch: 'same', quantity: 3 });
    expect(first.statusCode).toBe(201);
    expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body]);
    expect((await readWholeTable(shop)).filter(({ pk }) => pk.startsWith('B#same#'))).toHaveLength(3);
  });

  test('another body under the same key is a mismatch, and changes nothing', async () => {
    await issue('other', { batch: 'other' });
    const before = countKinds(await readWholeTable(shop));
    expect(await issue('other', { batch: 'another' })).toMatchObject({
      statusCode: 422,
      json: { code: 'idempotency_mismatch' },
    });
    expect(countKinds(await readWholeTable(shop))).toEqual(before);
  });

  test('keys of different operators have nothing to do with each other', async () => {
    await addKey(shop.service, shop.secrets, 'shop-2', ['issue']);
    const [mine, theirs] = [await issue('k'), await issue('k', { quantity: 2 }, { authorization: 'Bearer shop-2' })];
    expect([mine.statusCode, theirs.statusCode]).toEqual([201, 201]);
  });

  test('a refused request does not use up its key', async () => {
    expect((await issue('refused', { plan: 'nothing' })).json.code).toBe('plan_unknown');
    expect((await issue('refused', { seats: { none: 1 } })).json.code).toBe('request_invalid');
    expect((await issue('refused')).statusCode).toBe(201);
  });

  test('after 24 h the key is fresh', async () => {
    const first = await issue('day');
    shop.clock.freezeAt(START + 24 * HOUR - 1);
    expect((await issue('day')).body).toBe(first.body);
    shop.clock.freezeAt(START + 24 * HOUR);
    const later = await issue('day');
    shop.clock.freezeAt(START);
    expect(codesOf(later)[0]?.code).not.toBe(codesOf(first)[0]?.code);
  });

  test('a plan that was changed meanwhile does not change what is answered or stored', async () => {
    const first = await issue('revised');
    const plan = await shop.service.licenses.catalog.readNewestPlan('office-1y');
    if (plan === null) throw new Error('no plan');
    await shop.service.licenses.catalog.putPlan({ ...plan, seats: { desktop: 1 } }, plan.revision);
    expect((await issue('revised')).body).toBe(first.body);
    const newer = await issue('after the change');
    const [old, next] = await Promise.all(
      [first, newer].map(async (one) => shop.service.licenses.readWhole(codesOf(one)[0]?.licenseId ?? '', true)),
    );
    expect(old?.license.plan.revision).toBe(plan.revision);
    expect(next?.license.plan.revision).toBe(plan.revision + 1);
  });

  test('of many at once one issues; the others get the same answer or are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue('race', { quantity: 30, batch: 'race' })));
    const done = answers.filter(({ statusCode }) => statusCode === 201);
    expect(done.length).toBeGreaterThan(0);
    for (const { statusCode, json, headers } of answers) {
      if (statusCode === 201) continue;
      expect(json).toMatchObject({ code: 'idempotency_conflict', retryable: true });
      expect(headers?.['retry-after']).toBe('1');
    }
    const last = await issue('race', { quantity: 30, batch: 'race' });
    expect(new Set([...done, last].map(({ body }) => body)).size).toBe(1);
    expect((await readWholeTable(shop)).filter(({ pk }) => pk.startsWith('B#race#'))).toHaveLength(30);
  });

  describe('killed', { timeout: KILLS }, () => {
    const kill = async (key: string, call: number, when: 'before' | 'after'): Promise<boolean> => {
      // The call that looks up the API key is not counted: nothing has begun.
      killer.killAt(call, when);
      await issue(key, { quantity: QUANTITY, batch: key });
      return killer.stop();
    };

    test.each(['before', 'after'] as const)('%s any database call, a repeat ends in the same table', async (when) => {
      const before = countKinds(await readWholeTable(shop));
      let calls = 0;
      for (let reached = true; reached; calls += 1) {
        const key = `killed-${when}-${calls}`;
        reached = await kill(key, calls + 1, when);
        // Whoever was killed holds the row for half a minute.
        shop.clock.advance(31);
        const repeated = await issue(key, { quantity: QUANTITY, batch: key });
        expect([key, repeated.statusCode]).toEqual([key, 201]);
        expect((await issue(key, { quantity: QUANTITY, batch: key })).body).toBe(repeated.body);
      }
      expect(calls).toBeGreaterThan(10);
      const after = countKinds(await readWholeTable(shop));
      for (const kind of ['L L', 'L M', 'C', 'J', 'B', 'ALL']) {
        expect([kind, (after[kind] ?? 0) - (before[kind] ?? 0)]).toEqual([kind, calls * QUANTITY]);
      }
    });

    /** Kills later and later until some licenses were written and some were not. @returns their ids */
    const killHalfWay = async (): Promise<{ key: string; written: readonly string[] }> => {
      for (let call = 1, reached = true; reached; call += 1) {
        const key = `half-${call}`;
        reached = await kill(key, call, 'after');
        const list = { of: 'batch', batch: key } as const;
        const { pointers } = await readPointers(shop.service.ledger, list, { after: null, limit: QUANTITY });
        const ids = pointers.map(({ license }) => license);
        const written = [...(await shop.service.licenses.read(ids, true)).keys()];
        if (written.length > 0 && written.length < QUANTITY) return { key, written };
      }
      throw new Error('never half-way');
    };

    test('a license that was changed before the repeat keeps the change', async () => {
      const { key, written } = await killHalfWay();
      const { ledger, licenses } = shop.service;
      const id = written[0] ?? '';
      const whole = await licenses.readWhole(id, true);
      if (whole === null) throw new Error('not written');
      const blocked = operate(whole.license, { now: START, actor: 'support', reason: 'stolen' }, block);
      if (isRefusal(blocked)) throw new Error('not blocked');
      const change = { before: whole.license, after: blocked.license, guarded: false };
      const rest = { slots: [], seats: [], waits: { put: [], remove: [] }, events: blocked.events };
      await commit(ledger, { licenses: [change], ...rest }, { actor: 'support', requestId: 'r', now: START });
      shop.clock.advance(31);
      const issued = codesOf(await issue(key, { quantity: QUANTITY, batch: key }));
      expect(issued.map(({ licenseId }) => licenseId)).toEqual(expect.arrayContaining([...written]));
      expect(await licenses.readWhole(id, true)).toMatchObject({
        entries: 2,
        license: { blocked: { reason: 'stolen' } },
      });
    });
  });
});
