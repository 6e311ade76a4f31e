import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { activateOn, storePlan, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';
import { readWholeTable } from '../../support/whole-table.ts';
import { armKiller } from './killing.ts';

type Imported = { readonly licenseId: string } | { readonly code: string };

const at = (days: number) => new Date(START + days * DAY).toISOString();

describeOnEngines('POST /v1/codes/import', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
    await storeProducts(shop);
    await storePlan(shop, {});
  });

  const post = (items: readonly object[], key?: string) =>
    shop.operate('issue', 'POST /v1/codes/import', {
      body: { plan: 'office-1y', items },
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  const bring = async (items: readonly object[], key?: string): Promise<readonly Imported[]> => {
    const answer = await post(items, key);
    expect(answer.statusCode).toBe(201);
    return answer.json.items as Imported[];
  };
  const idOf = (one: Imported | undefined) => (one !== undefined && 'licenseId' in one ? one.licenseId : '');

  test('R1.4: before the first import a key of another format is malformed, after it it activates', async () => {
    await expect(activateOn(shop, 'FIRST-KEY-0000-0000', 'early')).rejects.toThrow('code_malformed');
    const [imported] = await bring([{ key: '  FIRST-KEY-0000-0000 ' }]);
    const activation = await activateOn(shop, ' FIRST-KEY-0000-0000', 'late');
    expect(activation).toMatchObject({ license: { id: idOf(imported), codeHint: '*****-*****-*****--0000' } });
    // Matched exactly: case is not forgiven.
    await expect(activateOn(shop, 'first-key-0000-0000', 'small')).rejects.toThrow('code_malformed');
  });

  test('keeps the dates, the owner and the order that an item came with', async () => {
    const customer = { email: 'Old@x.example' };
    const items = await bring([
      { key: 'DATED-KEY-0000-0001', startedAt: at(-100), expiresAt: at(50), customer, orderId: 'old-1' },
      { key: 'DATED-KEY-0000-0002', startedAt: at(-100), metadata: { from: 'old shop' } },
      { key: 'DATED-KEY-0000-0003', expiresAt: at(-1) },
    ]);
    const [dated, started, ended] = await Promise.all(
      items.map(
        async (one) => (await shop.operate('licenses', 'GET /v1/licenses/{id}', { path: { id: idOf(one) } })).json,
      ),
    );
    expect(dated).toMatchObject({ startedAt: at(-100), expiresAt: at(50), daysLeft: 50, customer, orderId: 'old-1' });
    expect(started).toMatchObject({ expiresAt: at(265), state: 'active', metadata: { from: 'old shop' } });
    expect(ended).toMatchObject({ expiresAt: at(-1), state: 'expired', startedAt: at(-366) });
  });

  test('R14.1: an imported license has its audit entry', async () => {
    const [one] = await bring([{ key: 'AUDITED-KEY-0000-01' }]);
    const entries = (await readWholeTable(shop)).filter(({ pk }) => pk === `J#${idOf(one)}`);
    expect(entries.map(({ y }) => y)).toEqual(['license.imported']);
  });

  test('refuses item by item: known keys, keys twice in one request, terms that end before they start', async () => {
    await bring([{ key: 'KNOWN-KEY-0000-0000' }]);
    const items = await bring([
      { key: 'FRESH-KEY-0000-0001' },
      { key: 'KNOWN-KEY-0000-0000' },
      { key: 'FRESH-KEY-0000-0001' },
      { key: 'FRESH-KEY-0000-0002', startedAt: at(1), expiresAt: at(0) },
      { key: 'FRESH-KEY-0000-0003' },
    ]);
    const refused = (reason: string, detail: string) => ({ code: 'request_invalid', reason, detail });
    const fresh = { licenseId: expect.stringMatching(/^lic_/) as string };
    expect(items).toEqual([
      fresh,
      refused('imported_before', 'The key is imported already.'),
      refused('stands_twice', 'The key stands twice in this request.'),
      refused('ends_before_start', 'The term of the key ends before it starts.'),
      fresh,
    ]);
  });

  test.each([
    [[], ['/items']],
    [
      [{ key: 'TOO-SHORT-00000' }, { key: '               1' }],
      ['/items/0/key', '/items/1/key'],
    ],
  ])('refuses the whole request when its shape is wrong: %o', async (items, pointers) => {
    const { statusCode, json } = await post(items);
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 422, code: 'request_invalid' });
    expect((json.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test('R1.5: keys stand in no stored item and no line of the log', async () => {
    const keys = Array.from({ length: 300 }, (_, n) => `SECRET-${String(n).padStart(12, '0')}-${n * 7919}`);
    const items = await bring(keys.map((key) => ({ key })));
    expect(new Set(items.map(idOf)).size).toBe(300);
    const everything = JSON.stringify(await readWholeTable(shop)) + shop.logged.join('\n');
    expect(keys.filter((key) => everything.includes(key.slice(0, 12)))).toEqual([]);
  });

  describe('repeated under its Idempotency-Key', () => {
    test('answers the same, refusals too', async () => {
      await bring([{ key: 'TAKEN-BEFORE-000000' }]);
      const items = [{ key: 'REPEAT-KEY-000-0001' }, { key: 'TAKEN-BEFORE-000000' }, { key: 'REPEAT-KEY-000-0001' }];
      const first = await bring(items, 'again');
      expect(first.map((one) => Object.keys(one)[0])).toEqual(['licenseId', 'code', 'code']);
      expect(await bring(items, 'again')).toEqual(first);
    });

    test('after a kill at any call it takes every key once', { timeout: 120_000 }, async () => {
      const killer = armKiller(shop.service.ledger.client);
      let calls = 0;
      for (let reached = true; reached; calls += 1) {
        const items = Array.from({ length: 35 }, (_, n) => ({ key: `KILLED-${calls}-KEY-0000-${n}` }));
        killer.killAt(calls + 1, 'after');
        await post(items, `killed-${calls}`);
        reached = killer.stop();
        shop.clock.advance(31);
        const repeated = await bring(items, `killed-${calls}`);
        expect(repeated.map(idOf).filter((id) => id === '')).toEqual([]);
        expect(await bring(items, `killed-${calls}`)).toEqual(repeated);
      }
      expect(calls).toBeGreaterThan(8);
    });
  });

  test('of two imports of the same keys at once each key is taken by one', async () => {
    const keys = Array.from({ length: 60 }, (_, n) => ({ key: `RACED-KEY-0000-${String(n).padStart(4, '0')}` }));
    const [one, two] = await Promise.all([bring(keys), bring(keys.toReversed())]);
    const mine = one.map(idOf);
    const theirs = two.toReversed().map(idOf);
    expect(keys.map((_, n) => (mine[n] === '' ? 0 : 1) + (theirs[n] === '' ? 0 : 1))).toEqual(keys.map(() => 1));
    const activation = await activateOn(shop, 'RACED-KEY-0000-0042', 'winner');
    expect(activation).toMatchObject({ license: { id: mine[42] || theirs[42] } });
  });
});
