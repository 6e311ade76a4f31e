import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { stackOf } from '../../support/middleware.ts';
import { addKey, openTestService, START, type TestService } from '../../support/test-service.ts';
import { readWholeTable } from '../../support/whole-table.ts';

describeOnEngines('API keys', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
  });

  const create = (body: object, headers = {}) =>
    shop.operate('keys', 'POST /v1/keys', { body: { name: 'shop', scopes: ['read'], ...body }, headers });
  const list = async () => {
    const { json } = await shop.operate('keys', 'GET /v1/keys', {});
    return json.items as Record<string, unknown>[];
  };
  const revoke = (prefix: unknown) =>
    shop.operate('keys', 'DELETE /v1/keys/{prefix}', { path: { prefix: String(prefix) } });
  /** The status of a call that any reader may make. */
  const useKey = async (key: unknown) => {
    const headers = { authorization: `Bearer ${String(key)}` };
    return (await shop.ask('catalog', 'GET /v1/products', { headers })).statusCode;
  };

  test('are shown once, and open what their scopes say', async () => {
    const { statusCode, json } = await create({ name: 'clerk' });
    expect([statusCode, Object.keys(json).toSorted()]).toEqual([
      201,
      ['createdAt', 'expiresAt', 'key', 'name', 'prefix', 'scopes'],
    ]);
    expect(json.key).toMatch(new RegExp(`^${String(json.prefix)}_[A-Za-z0-9_-]{43}$`));
    expect(json.prefix).toMatch(/^lk_[0-9a-f]{12}$/);
    expect(await useKey(json.key)).toBe(200);
    const headers = { authorization: `Bearer ${String(json.key)}` };
    expect((await shop.ask('keys', 'GET /v1/keys', { headers })).statusCode).toBe(403);
    const listed = (await list()).find(({ prefix }) => prefix === json.prefix);
    expect(listed).toMatchObject({ name: 'clerk', scopes: ['read'], createdAt: new Date(START).toISOString() });
    expect(listed).not.toHaveProperty('key');
  });

  test('stand in no stored item and no line of the log', async () => {
    const { json } = await create({});
    await useKey(json.key);
    const secret = String(json.key).slice(String(json.prefix).length + 1);
    expect(JSON.stringify(await readWholeTable(shop)) + shop.logged.join('\n')).not.toContain(secret);
  });

  test('stop at their end', async () => {
    const { json } = await create({ expiresAt: new Date(START + DAY).toISOString() });
    shop.clock.freezeAt(START + DAY - 1);
    expect(await useKey(json.key)).toBe(200);
    shop.clock.freezeAt(START + DAY);
    expect(await useKey(json.key)).toBe(401);
    shop.clock.freezeAt(START);
  });

  test('stop when they are revoked, and are gone from the list', async () => {
    const { json } = await create({});
    expect(await revoke(json.prefix)).toMatchObject({ statusCode: 204 });
    expect(await useKey(json.key)).toBe(401);
    expect((await list()).map(({ prefix }) => prefix)).not.toContain(json.prefix);
    expect(await revoke(json.prefix)).toMatchObject({ statusCode: 404, json: { code: 'not_found' } });
  });

  test('tell the day of their last use, and none before it', async () => {
    const { json } = await create({});
    const lastUse = async () => (await list()).find(({ prefix }) => prefix === json.prefix)?.lastUsedOn;
    expect(await lastUse()).toBeNull();
    await useKey(json.key);
    expect(await lastUse()).toBe('2026-11-24');
    shop.clock.freezeAt(START + 3 * DAY);
    await useKey(json.key);
    shop.clock.freezeAt(START);
    expect(await lastUse()).toBe('2026-11-27');
  });

  test('have their use noted once a day, and by no write that could bring back a revoked one', async () => {
    const { json } = await create({});
    const commands: string[] = [];
    const { client } = shop.service.ledger;
    const record = { step: 'initialize', name: 'record' } as const;
    stackOf(client).add(
      (next, { commandName = '' }) =>
        async (args) => {
          commands.push(String(commandName));
          return next(args);
        },
      record,
    );
    await useKey(json.key);
    const first = commands.splice(0);
    await useKey(json.key);
    client.middlewareStack.remove('record');
    expect(first.filter((name) => name.startsWith('Transact'))).toHaveLength(1);
    expect(commands.filter((name) => name.startsWith('Transact'))).toEqual([]);
  });

  test('under one idempotency key are one key, shown again for 24 h', async () => {
    const headers = { 'idempotency-key': 'lost-answer' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ name: 'once' }, headers)));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(201);
    expect(await useKey(answers[0]?.json.key)).toBe(200);
    expect((await list()).filter(({ name }) => name === 'once')).toHaveLength(1);
    expect((await create({ name: 'twice' }, headers)).json.code).toBe('idempotency_mismatch');
  });

  test('are listed in pages by prefix', async () => {
    await create({});
    const first = await shop.operate('keys', 'GET /v1/keys', { query: { limit: '1' } });
    const query = { limit: '100', cursor: String(first.json.next) };
    const rest = await shop.operate('keys', 'GET /v1/keys', { query });
    const prefixes = [first, rest].flatMap(({ json }) =>
      (json.items as { prefix: string }[]).map(({ prefix }) => prefix),
    );
    expect(prefixes).toEqual((await list()).map(({ prefix }) => prefix));
    expect(prefixes).toEqual([...new Set(prefixes)].toSorted());
  });

  describe('refuse', () => {
    test.each([
      [{ scopes: [] }, '/scopes'],
      [{ scopes: ['root'] }, '/scopes/0'],
      [{ scopes: ['read', 'read'] }, '/scopes/1'],
      [{ name: '' }, '/name'],
      [{ expiresAt: 'soon' }, '/expiresAt'],
    ])('%o', async (body, pointer) => {
      expect((await create(body)).json).toMatchObject({ code: 'request_invalid', errors: [{ pointer }] });
    });

    test('everybody without the scope admin', async () => {
      await addKey(shop.service, shop.secrets, 'all-but-admin', ['catalog', 'issue', 'support', 'read']);
      const headers = { authorization: 'Bearer all-but-admin' };
      expect((await create({}, headers)).json.code).toBe('forbidden');
    });
  });
});
