import { beforeAll, expect, test } from 'vitest';
import type { OperatedLicenseAnswer } from '../../../functions/http/schemas/license-answer.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { type Stored, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

interface Page {
  readonly items: OperatedLicenseAnswer[];
  readonly next: string | null;
}

describeOnEngines('GET /v1/licenses', (engine) => {
  let service: TestService;
  const stored: Stored[] = [];

  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
    for (let at = 0; at < 30; at += 1) {
      stored.push(
        await storeLicense(service, {
          license: { issuedAt: START + Math.floor(at / 3) },
          details: {
            batch: at % 2 === 0 ? 'even' : 'odd',
            customer: at < 12 ? { email: 'Ada@Example.com' } : null,
            orderId: at % 5 === 0 ? 'order 5/ü' : null,
          },
        }),
      );
    }
  });

  const page = async (query: Record<string, string> = {}): Promise<Page> => {
    const answer = await service.operate('licenses', 'GET /v1/licenses', { query });
    expect(answer.statusCode).toBe(200);
    return answer.json as unknown as Page;
  };

  const all = async (query: Record<string, string>, between: () => Promise<unknown> = async () => undefined) => {
    const found: OperatedLicenseAnswer[] = [];
    let cursor: string | null = null;
    do {
      const { items, next } = await page({ ...query, ...(cursor !== null && { cursor }) });
      found.push(...items);
      cursor = next;
      await between();
    } while (cursor !== null);
    return found;
  };

  const idsWhere = (holds: (at: number) => boolean) =>
    stored
      .filter((_, at) => holds(at))
      .map(({ id }) => id)
      .toSorted();
  const idsOf = (items: readonly OperatedLicenseAnswer[]) => items.map(({ id }) => id).toSorted();

  test.for([
    ['batch', { batch: 'even' }, (at: number) => at % 2 === 0],
    ['email, whatever its case', { email: 'aDA@example.COM' }, (at: number) => at < 12],
    ['order', { orderId: 'order 5/ü' }, (at: number) => at % 5 === 0],
    ['all three', { batch: 'odd', email: 'ada@example.com', orderId: 'order 5/ü' }, (at: number) => at === 5],
    ['nothing: all', {}, () => true],
    ['a batch that does not exist', { batch: 'none' }, () => false],
  ] as const)('finds by %s, in pages of every size', async ([, query, holds]) => {
    for (const limit of ['1', '4', '100']) {
      const found = await all({ ...query, limit });
      expect(idsOf(found)).toEqual(idsWhere(holds));
    }
  });

  test('lists the oldest first, and by id where they are as old', async () => {
    const found = await all({ limit: '7' });
    const places = found.map(({ id, issuedAt }) => `${issuedAt} ${id}`);
    expect(places).toEqual(places.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  test('no license is lost or doubled while others are written', async () => {
    const found = await all({ limit: '5' }, () => storeLicense(service, { license: { issuedAt: START + 5 } }));
    const ids = idsOf(found);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(idsWhere(() => true)));
  });

  test.for(['AAAA', 'x'.repeat(1024), 'ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ', '~~~~'])(
    'a cursor that is none is request_invalid: %s',
    async (cursor) => {
      for (const route of ['GET /v1/licenses', 'GET /v1/licenses/export']) {
        const answer = await service.operate('licenses', route, { query: { cursor } });
        expect(answer.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/cursor' }] });
      }
    },
  );

  test('a cursor of another list is refused', async () => {
    const { next } = await page({ batch: 'even', limit: '1' });
    const query = { batch: 'odd', limit: '1', cursor: next ?? '' };
    const answer = await service.operate('licenses', 'GET /v1/licenses', { query });
    expect(answer.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/cursor' }] });
  });

  test('the export has every license on a line, without codes, and ends without a cursor', async () => {
    const answer = await service.load('licenses');
    const lines: string[] = [];
    const { send } = await import('../../support/http-event.ts');
    const first = await send(
      async (event, context) => {
        const result = await answer(event, context);
        lines.push(...(result.body ?? '').split('\n').filter((line) => line !== ''));
        return { ...result, body: '' };
      },
      'GET /v1/licenses/export',
      { headers: { authorization: 'Bearer operator' } },
    );
    expect(first.headers).toMatchObject({ 'content-type': 'application/x-ndjson' });
    expect(first.headers?.['x-next-cursor']).toBeUndefined();
    const ids = lines.map((line) => (JSON.parse(line) as OperatedLicenseAnswer).id);
    expect(ids).toEqual(expect.arrayContaining(stored.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { code } of stored) expect(lines.join()).not.toContain(code);
  });
});
