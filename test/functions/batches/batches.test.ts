import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { aFlag } from '../../support/states.ts';
import { storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

interface Answer {
  readonly matched: number;
  readonly changed: number;
  readonly next: string | null;
}

const TERM = 30 * DAY;

describeOnEngines('orders for a batch', (engine) => {
  let service: TestService;

  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
  });

  const order = (batch: string, action: string, more: object = {}, headers: Record<string, string> = {}) =>
    service.operate('batches', `POST /v1/batches/{batch}/${action}`, {
      path: { batch },
      body: { reason: 'leaked list', ...more },
      headers,
    });

  const answered = async (...parameters: Parameters<typeof order>): Promise<Answer> => {
    const answer = await order(...parameters);
    expect(answer.statusCode).toBe(200);
    return answer.json as unknown as Answer;
  };

  /** Goes on until `next` is null. */
  const whole = async (batch: string, action: string, more: object = {}, headers: Record<string, string> = {}) => {
    let [matched, changed, answers] = [0, 0, 0];
    let cursor: string | null = null;
    do {
      const answer: Answer = await answered(batch, action, { ...more, ...(cursor !== null && { cursor }) }, headers);
      matched += answer.matched;
      changed += answer.changed;
      answers += 1;
      cursor = answer.next;
    } while (cursor !== null);
    return { matched, changed, answers };
  };

  const storeBatch = async (size: number): Promise<{ batch: string; ids: string[] }> => {
    const batch = randomUUID();
    const store = () => storeLicense(service, { license: { startedAt: START, term: TERM }, details: { batch } });
    const ids = [(await store()).id];
    while (ids.length < size) {
      const chunk = await Promise.all(Array.from({ length: Math.min(20, size - ids.length) }, store));
      ids.push(...chunk.map(({ id }) => id));
    }
    return { batch, ids };
  };

  const termsOf = async (ids: readonly string[]) => {
    const read = await service.service.licenses.read(ids, true);
    return ids.map((id) => (read.get(id)?.term ?? 0) / DAY);
  };

  test('R9.4 blocks every license of the batch and of no other, audited each', async () => {
    const [{ batch, ids }, other] = [await storeBatch(9), await storeBatch(1)];
    expect(await answered(batch, 'block')).toEqual({ matched: 9, changed: 9, next: null });
    expect(await answered(batch, 'block')).toEqual({ matched: 9, changed: 0, next: null });
    const read = await service.service.licenses.read([...ids, ...other.ids], true);
    expect([...read.values()].filter(({ blocked }) => blocked?.reason === 'leaked list')).toHaveLength(9);
    const path = { id: ids[0] ?? '' };
    const events = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path });
    expect(events.json).toMatchObject({ verified: true, items: [{ type: 'license.blocked', actor: 'operator' }] });
    expect(await answered(batch, 'unblock')).toMatchObject({ changed: 9 });
  });

  test('R9.3 revoked licenses of a batch are matched and stay as they are', async () => {
    const { batch } = await storeBatch(2);
    await storeLicense(service, { license: { revoked: aFlag(START) }, details: { batch } });
    expect(await answered(batch, 'suspend')).toEqual({ matched: 3, changed: 2, next: null });
    expect(await answered(batch, 'revoke')).toEqual({ matched: 3, changed: 2, next: null });
    expect(await answered(batch, 'extend', { days: 1 })).toEqual({ matched: 3, changed: 0, next: null });
  });

  test('R7.5 more than a page is gone through by cursor, each license once', async () => {
    const { batch, ids } = await storeBatch(130);
    expect(await whole(batch, 'extend', { days: 10 })).toEqual({ matched: 130, changed: 130, answers: 2 });
    expect(new Set(await termsOf(ids))).toEqual(new Set([40]));
  });

  test('R7.5 a run under one key extends each license once, however often it is begun, raced or resumed', async () => {
    const { batch, ids } = await storeBatch(110);
    const headers = { 'idempotency-key': randomUUID() };
    const first = await answered(batch, 'extend', { days: 10 }, headers);
    const [again, racing] = await Promise.all([
      answered(batch, 'extend', { days: 10 }, headers),
      answered(batch, 'extend', { days: 10 }, headers),
    ]);
    expect([again, racing]).toEqual([first, first]);
    expect(await whole(batch, 'extend', { days: 10 }, headers)).toEqual({ matched: 110, changed: 110, answers: 2 });
    expect(new Set(await termsOf(ids))).toEqual(new Set([40]));
    const mismatch = await order(batch, 'extend', { days: 11 }, headers);
    expect([mismatch.statusCode, mismatch.json.code]).toEqual([422, 'idempotency_mismatch']);
  });

  test('R7.5 runs that race extend each license once for each run', async () => {
    const { batch, ids } = await storeBatch(12);
    const runs = [1, 2, 3].map(() => order(batch, 'extend', { days: 1 }, { 'idempotency-key': randomUUID() }));
    for (const { json } of await Promise.all(runs)) expect(json).toEqual({ matched: 12, changed: 12, next: null });
    expect(new Set(await termsOf(ids))).toEqual(new Set([33]));
  });

  test('a cursor goes with its batch and its order only', async () => {
    const { batch } = await storeBatch(101);
    const other = await storeBatch(1);
    const { next } = await answered(batch, 'block');
    const cursor = next ?? '';
    for (const answer of [
      await order(other.batch, 'block', { cursor }),
      await order(batch, 'suspend', { cursor }),
      await order(batch, 'block', { cursor, reason: 'another' }),
      await order(batch, 'block', { cursor: 'garbage' }),
    ]) {
      expect(answer.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/cursor' }] });
    }
    expect(await answered(batch, 'block', { cursor })).toEqual({ matched: 1, changed: 1, next: null });
  });

  test('a batch without licenses is not_found', async () => {
    const answer = await order('nothing-here', 'block');
    expect([answer.statusCode, answer.json.code]).toEqual([404, 'not_found']);
  });
});
