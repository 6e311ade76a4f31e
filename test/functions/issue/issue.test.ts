import { beforeAll, describe, expect, test } from 'vitest';
import { readCode } from '../../../functions/core/code.ts';
import { hashEmail, hashOrder } from '../../../functions/runtime/hashing.ts';
import { readPointers } from '../../../functions/store/pointers.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { activateOn, storePlan, storeProducts } from '../../support/stored-license.ts';
import { addKey, openTestService, START, type TestService } from '../../support/test-service.ts';
import { countKinds, readWholeTable } from '../../support/whole-table.ts';

/** 8 000 items through an engine that shares two cores with other tests, in milliseconds. */
const MAX_ISSUE = 120_000;

interface Answer {
  readonly batch: string;
  readonly codes: readonly { readonly code: string; readonly licenseId: string }[];
}

describeOnEngines('POST /v1/codes', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
    await storeProducts(shop);
    await storePlan(shop, {});
  });

  const post = (body: object, headers = {}) => shop.operate('issue', 'POST /v1/codes', { body, headers });
  const issue = async (body: object = {}): Promise<Answer> => {
    const answer = await post({ plan: 'office-1y', quantity: 1, ...body });
    expect(answer.statusCode).toBe(201);
    return answer.json as unknown as Answer;
  };
  const stored = async (id: string | undefined) => shop.service.licenses.readWhole(id ?? '', true);

  test('R1.1, R3.1: a code that it answers activates a device', async () => {
    const { codes } = await issue();
    const activation = await activateOn(shop, codes[0]?.code ?? '', 'reception');
    expect(activation).toMatchObject({ role: 'active', license: { id: codes[0]?.licenseId, plan: 'office-1y' } });
  });

  test('stores what was asked for, and generates a batch where none was named', async () => {
    const named = await issue({
      batch: 'autumn-2026',
      customer: { email: 'Ada@Example.com', name: 'Ada' },
      orderId: 'order-17',
      orderedAt: '2026-11-01T00:00:00.000Z',
      activateBy: '2026-12-01T00:00:00.000Z',
      notAfter: '2030-01-01T00:00:00.000Z',
      seats: { desktop: 9, mobile: null },
      regions: ['de'],
      entitlements: ['pro'],
      metadata: { shop: 'berlin' },
      promotion: true,
    });
    expect(named.batch).toBe('autumn-2026');
    const whole = await stored(named.codes[0]?.licenseId);
    expect(whole?.details).toEqual({
      batch: 'autumn-2026',
      customer: { email: 'Ada@Example.com', name: 'Ada' },
      orderId: 'order-17',
    });
    expect(whole?.license).toMatchObject({
      issuedAt: START,
      startedAt: null,
      orderedAt: Date.UTC(2026, 10, 1),
      activateBy: Date.UTC(2026, 11, 1),
      notAfter: Date.UTC(2030, 0, 1),
      due: Date.UTC(2030, 0, 1),
      regions: ['DE'],
      entitlements: ['pro'],
      metadata: { shop: 'berlin' },
      promotion: true,
      codeHint: `*****-*****-*****-${named.codes[0]?.code.slice(-5)}`,
      seats: { desktop: { counter: { limit: 9 } }, mobile: { counter: { limit: null } } },
    });
    expect(whole?.license.seats.mobile?.shards).toHaveLength(16);
    expect((await issue()).batch).toMatch(/^batch_[A-Za-z0-9_-]{12}$/);
  });

  test('its licenses are found by batch, by address in any case, and by order', async () => {
    const { codes } = await issue({ quantity: 3, batch: 'b-find', customer: { email: 'G@x.example' }, orderId: '#7' });
    const ids = codes.map(({ licenseId }) => licenseId).toSorted();
    const lists = [
      { of: 'batch', batch: 'b-find' },
      { of: 'email', hash: hashEmail(shop.secrets, 'g@x.example') },
      { of: 'order', hash: hashOrder(shop.secrets, '#7') },
    ] as const;
    for (const list of lists) {
      const { pointers, next } = await readPointers(shop.service.ledger, list, { after: null, limit: 10 });
      expect(pointers.map(({ license }) => license).toSorted()).toEqual(ids);
      expect(next).toBeNull();
    }
  });

  test('R14.1: each license has one audit entry, which names no owner, and counts it', async () => {
    const { codes } = await issue({ customer: { email: 'secret@x.example', name: 'Ada Secret' }, batch: 'audited' });
    const id = codes[0]?.licenseId;
    const entries = (await readWholeTable(shop)).filter(({ pk }) => pk === `J#${id}`);
    expect(entries).toEqual([
      expect.objectContaining({
        y: 'license.issued',
        a: 'operator',
        q: 'request-1',
        d: { batch: 'audited', plan: 'office-1y', revision: 1, kind: 'commercial' },
        dueP: expect.stringMatching(/^OUT#/) as string,
      }),
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/secret/i);
    expect((await stored(id))?.entries).toBe(1);
  });

  test('without an idempotency key every request issues anew', async () => {
    const [first, second] = [await issue(), await issue()];
    expect(second.codes[0]?.code).not.toBe(first.codes[0]?.code);
  });

  describe('refuses', () => {
    test.each([
      [{ plan: 'nothing' }, 'plan_unknown', undefined],
      [{ seats: { server: 1, desk: 1 } }, 'request_invalid', ['/seats/server', '/seats/desk']],
      [{ quantity: 0 }, 'request_invalid', ['/quantity']],
      [{ quantity: 1001 }, 'request_invalid', ['/quantity']],
    ])('%o: %s', async (body, code, pointers) => {
      const { statusCode, json } = await post({ plan: 'office-1y', quantity: 1, ...body });
      expect({ statusCode, code: json.code }).toEqual({ statusCode: 422, code });
      const errors = json.errors as { pointer: string }[] | undefined;
      expect(errors?.map(({ pointer }) => pointer)).toEqual(pointers);
    });

    test('a key without the scope', async () => {
      await addKey(shop.service, shop.secrets, 'reader', ['read', 'catalog', 'support', 'admin']);
      const refused = await post({ plan: 'office-1y', quantity: 1 }, { authorization: 'Bearer reader' });
      expect(refused).toMatchObject({ statusCode: 403, json: { code: 'forbidden' } });
    });
  });

  test(
    'R1.2, R1.5: 1 000 codes are distinct and sound, and in no stored item and no line of the log',
    async () => {
      const before = countKinds(await readWholeTable(shop));
      const { codes } = await issue({
        quantity: 1000,
        batch: 'thousand',
        customer: { email: 'a@x.example' },
        orderId: 'o',
      });
      const written = codes.map(({ code }) => code);
      expect(new Set(written).size).toBe(1000);
      expect(new Set(codes.map(({ licenseId }) => licenseId)).size).toBe(1000);
      expect(written.filter((code) => 'problem' in readCode(code))).toEqual([]);
      const items = await readWholeTable(shop);
      const after = countKinds(items);
      for (const kind of ['L L', 'L M', 'C', 'J', 'B', 'E', 'O', 'ALL']) {
        expect([kind, (after[kind] ?? 0) - (before[kind] ?? 0)]).toEqual([kind, 1000]);
      }
      const everything = JSON.stringify(items) + shop.logged.join('\n');
      // Also without its dashes, and by its first half, which no hint shows.
      const found = written.filter(
        (code) => everything.includes(code) || everything.includes(code.replaceAll('-', '')),
      );
      expect(found).toEqual([]);
      expect(written.filter((code) => everything.includes(code.slice(0, 11)))).toEqual([]);
    },
    MAX_ISSUE,
  );
});
