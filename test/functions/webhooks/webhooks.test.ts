import { beforeAll, describe, expect, test } from 'vitest';
import { openEnvelope } from '../../../functions/runtime/envelope.ts';
import { readWebhook } from '../../../functions/store/webhooks.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { addKey, openTestService, START, type TestService } from '../../support/test-service.ts';
import { readWholeTable } from '../../support/whole-table.ts';

const URL = 'https://crm.example/latchkey';

describeOnEngines('webhooks', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
  });

  const put = (id: string, body: object = {}, headers = {}) =>
    shop.operate('webhooks', 'PUT /v1/webhooks/{id}', { path: { id }, body: { url: URL, ...body }, headers });
  const get = (id: string) => shop.operate('webhooks', 'GET /v1/webhooks/{id}', { path: { id } });
  const remove = (id: string) => shop.operate('webhooks', 'DELETE /v1/webhooks/{id}', { path: { id } });

  test('show their secret when they are new, and never again', async () => {
    const created = await put('crm', { events: ['license.*'] });
    const described = { id: 'crm', url: URL, events: ['license.*'], createdAt: new Date(START).toISOString() };
    const { secret, ...rest } = created.json;
    expect([created.statusCode, rest]).toEqual([200, described]);
    // Standard Webhooks: 24 to 64 bytes in base64.
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await get('crm')).json).toEqual(described);
    const changed = await put('crm', { url: 'https://other.example/' });
    expect(changed.json).toEqual({ ...described, url: 'https://other.example/', events: null });
  });

  test('keep their secret over changes, usable by the service and readable by nobody else', async () => {
    const { json } = await put('kept');
    const shown = String(json.secret).slice('whsec_'.length);
    await put('kept', { events: ['seat.freed'] });
    const webhook = await readWebhook(shop.service.ledger, 'kept');
    const opened = openEnvelope(shop.secrets, 'webhook-secret', 'kept', webhook?.sealedSecret ?? new Uint8Array());
    expect(Buffer.from(opened).toString('base64')).toBe(shown);
    const items = await readWholeTable(shop);
    const bytes = items.flatMap((item) => Object.values(item).filter((value) => value instanceof Uint8Array));
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.filter((stored) => Buffer.from(stored).includes(Buffer.from(opened)))).toEqual([]);
    expect(JSON.stringify(items) + shop.logged.join('\n')).not.toContain(shown);
  });

  test('made twice at once have one secret, shown to one', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => put('raced')));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(answers.filter(({ json }) => 'secret' in json)).toHaveLength(1);
  });

  test('are removed, and made again with another secret', async () => {
    const first = await put('gone');
    expect((await remove('gone')).statusCode).toBe(204);
    expect((await get('gone')).json.code).toBe('not_found');
    expect((await remove('gone')).json.code).toBe('not_found');
    const second = await put('gone');
    expect(second.json.secret).toEqual(expect.any(String));
    expect(second.json.secret).not.toBe(first.json.secret);
  });

  test('are listed in pages', async () => {
    await put('a-first');
    const first = await shop.operate('webhooks', 'GET /v1/webhooks', { query: { limit: '1' } });
    expect((first.json.items as { id: string }[]).map(({ id }) => id)).toEqual(['a-first']);
    const query = { limit: '100', cursor: String(first.json.next) };
    const rest = await shop.operate('webhooks', 'GET /v1/webhooks', { query });
    const ids = (rest.json.items as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(ids).not.toContain('a-first');
    expect([rest.json.next, JSON.stringify(rest.json).includes('secret')]).toEqual([null, false]);
  });

  describe('refuse', () => {
    test.each([
      [{ url: 'http://crm.example/' }, '/url'],
      [{ url: 'https://user:word@crm.example/' }, '/url'],
      [{ url: 'crm' }, '/url'],
      [{ events: [] }, '/events'],
      [{ events: ['License'] }, '/events/0'],
      [{ id: 'other' }, '/id'],
      [{ secret: 'mine' }, '/secret'],
    ])('%o', async (body, pointer) => {
      expect((await put('wrong', body)).json).toMatchObject({ code: 'request_invalid', errors: [{ pointer }] });
    });

    test('everybody without the scope admin', async () => {
      await addKey(shop.service, shop.secrets, 'all-but-admin', ['catalog', 'issue', 'support', 'read']);
      expect((await put('x', {}, { authorization: 'Bearer all-but-admin' })).json.code).toBe('forbidden');
    });
  });
});
