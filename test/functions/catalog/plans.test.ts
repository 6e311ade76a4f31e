import { beforeAll, describe, expect, test } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { openTestService, type TestService } from '../../support/test-service.ts';
import { readWholeTable } from '../../support/whole-table.ts';

const PLAN = {
  name: 'A year',
  kind: 'commercial',
  family: 'office',
  term: { days: 365 },
  seats: { desktop: 5 },
  products: [{ id: 'pc', minVersion: '4', maxVersion: '8' }],
};

/** What the contract fills in (docs/api.md). */
const DEFAULTS = {
  term: { days: 365, starts: 'first_activation' },
  activateWithinDays: null,
  graceDays: 0,
  maintenanceDays: null,
  entitlements: [],
  activationsPerSeat: 5,
  regions: null,
  warnDaysBefore: [14, 7, 3, 1],
  blockToleranceDays: 0,
  afterExpiry: [{ mode: 'off', components: {} }],
  renewal: null,
  deviceMatch: { threshold: 0.6, weights: {} },
  lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: false },
  selfService: { releasesPerYear: 3, cooldownHours: 24 },
};

describeOnEngines('plans', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
    const products = {
      pc: { family: 'office', seatClass: 'desktop' },
      phone: { family: 'office', seatClass: 'mobile' },
      mail: { family: 'mail', seatClass: 'user' },
    };
    for (const [id, part] of Object.entries(products)) {
      const body = { name: id, platforms: ['windows'], components: ['firewall', 'updates'], ...part };
      await shop.operate('catalog', 'PUT /v1/products/{id}', { path: { id }, body });
    }
  });

  const put = (id: string, over: object = {}) =>
    shop.operate('catalog', 'PUT /v1/plans/{id}', { path: { id }, body: { ...PLAN, ...over } });
  const get = (id: string) => shop.operate('catalog', 'GET /v1/plans/{id}', { path: { id } });
  const revisionsOf = async (id: string) =>
    (await readWholeTable(shop)).filter(({ pk, sk }) => pk === `P#${id}` && sk.startsWith('R#')).length;
  const pointersOf = ({ json }: Awaited<ReturnType<typeof put>>) =>
    (json.errors as { pointer: string }[]).map(({ pointer }) => pointer).toSorted();

  test('are answered complete, as PUT accepts them, and PUT again make no revision', async () => {
    const created = await put('year');
    const complete = { id: 'year', ...PLAN, ...DEFAULTS };
    expect(created).toMatchObject({ statusCode: 200, json: complete });
    const { json } = await get('year');
    expect(json).toEqual(complete);
    expect((await put('year', json)).statusCode).toBe(200);
    expect((await put('year')).json).toEqual(complete);
    expect(await revisionsOf('year')).toBe(1);
    await put('year', { graceDays: 7 });
    expect((await get('year')).json).toEqual({ ...complete, graceDays: 7 });
    expect(await revisionsOf('year')).toBe(2);
  });

  test('R11.1: without products cover those of their family that take their seats', async () => {
    const all = await put('all', { products: undefined, seats: { desktop: 1, mobile: 1 } });
    expect(all.json.products).toEqual([{ id: 'pc' }, { id: 'phone' }]);
    expect((await put('some', { products: undefined })).json.products).toEqual([{ id: 'pc' }]);
    expect(pointersOf(await put('none', { products: undefined, family: 'nothing' }))).toEqual(['/family']);
  });

  test('may have seats for products that are still to come', async () => {
    expect((await put('more-seats', { seats: { desktop: 5, server: 1 } })).statusCode).toBe(200);
  });

  test('R8.5: a beta says by default that updates are off', async () => {
    expect((await put('beta', { kind: 'beta' })).json.afterExpiry).toEqual([
      { mode: 'limited', components: { updates: 'off' } },
    ]);
  });

  test('a license names its revision: changing the plan does not change it', async () => {
    await put('revised', { seats: { desktop: 2 } });
    const issue = async () => {
      const body = { plan: 'revised', quantity: 1 };
      const { json } = await shop.operate('issue', 'POST /v1/codes', { body });
      return (json.codes as { licenseId: string }[])[0]?.licenseId ?? '';
    };
    const old = await issue();
    await put('revised', { seats: { desktop: 9 } });
    const next = await issue();
    const { licenses } = shop.service;
    const found = await licenses.read([old, next], true);
    expect([old, next].map((id) => found.get(id)?.seats.desktop?.counter.limit)).toEqual([2, 9]);
  });

  test('of several at once each is a revision of its own', async () => {
    await put('busy');
    const answers = await Promise.all([1, 2, 3, 4].map((graceDays) => put('busy', { graceDays })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect(await revisionsOf('busy')).toBe(5);
  });

  test('are listed in pages', async () => {
    const first = await shop.operate('catalog', 'GET /v1/plans', { query: { limit: '1' } });
    const query = { limit: '100', cursor: String(first.json.next) };
    const rest = await shop.operate('catalog', 'GET /v1/plans', { query });
    const ids = [first, rest].flatMap(({ json }) => (json.items as { id: string }[]).map(({ id }) => id));
    expect(ids).toEqual(['all', 'beta', 'busy', 'more-seats', 'revised', 'some', 'year']);
    expect(rest.json.next).toBeNull();
  });

  describe('with mistakes', () => {
    test('ten of them, ten messages at once: of the shape, of the rules and of the catalog', async () => {
      const wrong = {
        id: 'other',
        kind: 'gift',
        graceDays: -1,
        seats: { desktop: 0 },
        products: [{ id: 'pc', minVersion: '9', maxVersion: '8' }, { id: 'nothing' }, { id: 'mail' }, { id: 'phone' }],
        afterExpiry: [{ mode: 'limited', osVersionFrom: '7', osVersionBelow: '6', components: { sandbox: 'off' } }],
        renewal: { withoutPreviousDays: 366 },
        lease: { hours: 1, refreshHours: 2 },
        color: 'red',
      };
      const refused = await put('ten', wrong);
      expect(refused).toMatchObject({ statusCode: 422, json: { code: 'request_invalid' } });
      expect(pointersOf(refused)).toEqual([
        '/afterExpiry/0/osVersionFrom',
        '/color',
        '/graceDays',
        '/id',
        '/kind',
        '/lease/refreshHours',
        '/products/0/maxVersion',
        '/products/1/id',
        '/products/2/id',
        '/products/3/id',
        '/renewal/withoutPreviousDays',
        '/seats/desktop',
      ]);
      const errors = refused.json.errors as { detail: string }[];
      expect(errors.filter(({ detail }) => !/^[A-Z].+\.$/.test(detail))).toEqual([]);
      expect((await get('ten')).statusCode).toBe(404);
    });

    test('of the catalog alone are told by the same answer', async () => {
      const refused = await put('catalog', { products: [{ id: 'nothing' }, { id: 'mail' }], id: 'other' });
      expect(pointersOf(refused)).toEqual(['/id', '/products/0/id', '/products/1/id']);
    });

    test.each([[null], [[]], ['text'], [{ products: 7, afterExpiry: {}, seats: [], deviceMatch: [], term: 1 }]])(
      'body %j is refused like any wrong shape',
      async (body) => {
        const refused = await shop.operate('catalog', 'PUT /v1/plans/{id}', {
          path: { id: 'odd' },
          body: JSON.stringify(body),
        });
        expect(refused).toMatchObject({ statusCode: 422, json: { code: 'request_invalid' } });
      },
    );
  });
});
