import { beforeAll, describe, expect, test } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { addKey, openTestService, type TestService } from '../../support/test-service.ts';
import { readWholeTable } from '../../support/whole-table.ts';

const PC = {
  id: 'pc',
  name: 'For PC',
  family: 'office',
  seatClass: 'desktop',
  platforms: ['windows'],
  components: ['firewall', 'updates'],
};

const PLAN = {
  name: 'A year',
  kind: 'commercial',
  family: 'office',
  term: { days: 365 },
  seats: { desktop: 1, server: 1 },
  products: [{ id: 'pc' }],
};

describeOnEngines('products', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
  });

  const put = (id: string, body: object) =>
    shop.operate('catalog', 'PUT /v1/products/{id}', { path: { id }, body: { ...PC, id, ...body } });
  const get = (id: string) => shop.operate('catalog', 'GET /v1/products/{id}', { path: { id } });
  const revisionsOf = async (id: string) =>
    (await readWholeTable(shop)).filter(({ pk, sk }) => pk === `Q#${id}` && sk.startsWith('R#')).length;

  test('are created and changed by PUT, and answered as they are', async () => {
    expect(await put('pc', {})).toMatchObject({ statusCode: 200, json: PC });
    expect((await get('pc')).json).toEqual(PC);
    expect((await put('pc', { name: 'For Windows', platforms: ['windows', 'linux'] })).statusCode).toBe(200);
    expect((await get('pc')).json).toEqual({ ...PC, name: 'For Windows', platforms: ['windows', 'linux'] });
  });

  test('make no revision of what is as it was, in whatever order its fields stand', async () => {
    await put('same', {});
    const { name, ...rest } = PC;
    const again = { ...rest, id: 'same', name };
    const answer = await shop.operate('catalog', 'PUT /v1/products/{id}', { path: { id: 'same' }, body: again });
    expect(answer).toMatchObject({ statusCode: 200, json: { ...PC, id: 'same' } });
    expect(await revisionsOf('same')).toBe(1);
    await put('same', { components: ['updates', 'firewall'] });
    expect(await revisionsOf('same')).toBe(2);
  });

  test('can change family and seat class until a plan names them, and never after', async () => {
    await put('free', {});
    expect((await put('free', { seatClass: 'server' })).statusCode).toBe(200);
    const plan = { ...PLAN, products: [{ id: 'free' }] };
    const planned = await shop.operate('catalog', 'PUT /v1/plans/{id}', { path: { id: 'uses-free' }, body: plan });
    expect(planned.statusCode).toBe(200);
    expect(await put('free', { seatClass: 'desktop', family: 'mail' })).toMatchObject({
      statusCode: 409,
      json: { code: 'catalog_conflict', fixed: ['family', 'seatClass'] },
    });
    // Also when the plan has long named others: licenses of its former revisions go on.
    await put('pc', {});
    await shop.operate('catalog', 'PUT /v1/plans/{id}', { path: { id: 'uses-free' }, body: PLAN });
    expect((await put('free', { seatClass: 'desktop' })).json.code).toBe('catalog_conflict');
    expect((await put('free', { seatClass: 'server', name: 'Another name' })).statusCode).toBe(200);
  });

  test('a plan and a change of family race: never do both come about', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = `raced-${round}`;
      await put(id, {});
      const [moved, planned] = await Promise.all([
        put(id, { family: 'mail' }),
        shop.operate('catalog', 'PUT /v1/plans/{id}', { path: { id }, body: { ...PLAN, products: [{ id }] } }),
      ]);
      expect([moved.statusCode, planned.statusCode].filter((status) => status === 200)).toHaveLength(1);
    }
  });

  test('of two changes at once both are kept as revisions', async () => {
    await put('busy', {});
    await Promise.all([put('busy', { name: 'One' }), put('busy', { name: 'Two' }), put('busy', { name: 'Three' })]);
    expect(await revisionsOf('busy')).toBe(4);
  });

  test('are listed in pages that neither lose nor repeat one', async () => {
    const seen: string[] = [];
    let query: Record<string, string> = { limit: '2' };
    for (let next: unknown = ''; next !== null; ) {
      const { json } = await shop.operate('catalog', 'GET /v1/products', { query });
      const items = json.items as { id: string }[];
      expect(items.length).toBeLessThanOrEqual(2);
      seen.push(...items.map(({ id }) => id));
      // What is added behind the place that was reached is seen, what is added before it is not.
      if (seen.length === 2) await put('zz-last', {});
      next = json.next;
      query = { limit: '2', cursor: String(next) };
    }
    expect(seen).toEqual([...new Set(seen)].toSorted());
    expect(seen).toContain('zz-last');
    const all = await shop.operate('catalog', 'GET /v1/products', {});
    expect([(all.json.items as unknown[]).length, all.json.next]).toEqual([seen.length, null]);
  });

  describe('refuse', () => {
    test('an id that nobody knows', async () => {
      expect(await get('nothing')).toMatchObject({ statusCode: 404, json: { code: 'not_found' } });
    });

    test('a cursor of another list', async () => {
      await put('pc', {});
      const { json } = await shop.operate('catalog', 'GET /v1/products', { query: { limit: '1' } });
      const refused = await shop.operate('catalog', 'GET /v1/plans', { query: { cursor: String(json.next) } });
      expect(refused.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/cursor' }] });
    });

    test('another id than that of the path, beside what is wrong with the shape', async () => {
      const wrong = { id: 'other', platforms: [], color: 'red' };
      const refused = await put('pc', wrong);
      const pointers = (refused.json.errors as { pointer: string }[]).map(({ pointer }) => pointer);
      expect(pointers).toEqual(['/platforms', '/color', '/id']);
      expect((await put('pc', { id: 'other' })).json.errors).toEqual([
        { pointer: '/id', detail: expect.any(String) as string },
      ]);
    });

    test('keys without the scope: reading and changing are two things', async () => {
      await addKey(shop.service, shop.secrets, 'clerk', ['read']);
      const headers = { authorization: 'Bearer clerk' };
      expect((await shop.operate('catalog', 'GET /v1/products', { headers })).statusCode).toBe(200);
      const change = { path: { id: 'pc' }, body: PC, headers };
      expect((await shop.operate('catalog', 'PUT /v1/products/{id}', change)).json.code).toBe('forbidden');
    });
  });
});
