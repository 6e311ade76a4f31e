import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { readAudit } from '../../../functions/store/audit-reading.ts';
import { giveUp } from '../../../functions/store/dead-letters.ts';
import { readDeliveries } from '../../../functions/store/hook-queue.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { addKey, openTestService, START, type TestService } from '../../support/test-service.ts';

const LICENSE = 'lic_AAAAAAAAAAAAAAAA';
const LIST = 'GET /v1/webhooks/{id}/dead-letters';
const REPLAY = 'POST /v1/webhooks/{id}/dead-letters/replay';

interface Letter {
  readonly id: string;
}

describeOnEngines('dead letters', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
  });

  /** A webhook with so many deliveries given up. @returns their ids */
  async function withLetters(id: string, count: number): Promise<string[]> {
    const body = { url: 'https://crm.example/latchkey' };
    await shop.operate('webhooks', 'PUT /v1/webhooks/{id}', { path: { id }, body });
    for (let sequence = 1; sequence <= count; sequence += 1) {
      const delivery = { webhook: id, license: LICENSE, sequence, eventId: `evt_${sequence}`, replayed: false };
      const event = JSON.stringify({ type: 'license.expired', data: { secretive: 'payload' } });
      await giveUp(shop.service.ledger, { ...delivery, body: event, queuedAt: START }, GIVEN_UP);
    }
    return (await letters(id)).map((letter) => letter.id);
  }
  const GIVEN_UP = { now: START + 3 * DAY, failure: 'status 500' };
  const list = (id: string, query = {}) => shop.operate('webhooks', LIST, { path: { id }, query });
  const letters = async (id: string) => (await list(id)).json.items as Letter[];
  const replay = (id: string, ids: readonly string[], headers = {}) =>
    shop.operate('webhooks', REPLAY, { path: { id }, body: { letters: ids }, headers });
  const queued = async (webhook: string) => {
    const waiting = await readDeliveries(shop.service.ledger, { webhook, license: LICENSE }, 10);
    return waiting.map(({ sequence, replayed }) => [sequence, replayed]);
  };

  test('R14.2 are listed in pages, by license and sequence, without what they tell', async () => {
    await withLetters('paged', 3);
    const first = await list('paged', { limit: '2' });
    expect(first.json.items).toEqual(
      [1, 2].map((sequence) => ({
        id: `${LICENSE}#${String(sequence).padStart(12, '0')}`,
        eventId: `evt_${sequence}`,
        type: 'license.expired',
        licenseId: LICENSE,
        queuedAt: new Date(START).toISOString(),
        givenUpAt: new Date(GIVEN_UP.now).toISOString(),
        failure: 'status 500',
      })),
    );
    const rest = await list('paged', { limit: '2', cursor: String(first.json.next) });
    expect([rest.json.items, rest.json.next]).toMatchObject([[{ eventId: 'evt_3' }], null]);
    expect(`${first.body}${rest.body}`).not.toContain('payload');
    const elsewhere = await list('other', { cursor: String(first.json.next) });
    expect(elsewhere.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/cursor' }] });
  });

  test('R14.2 are put back into their queue, and told which are not there', async () => {
    const [first = '', second = ''] = await withLetters('replayed', 2);
    const answer = await replay('replayed', [first, 'no-such-letter']);
    expect([answer.statusCode, answer.json]).toEqual([200, { replayed: 1, missing: ['no-such-letter'] }]);
    expect((await letters('replayed')).map(({ id }) => id)).toEqual([second]);
    expect(await queued('replayed')).toEqual([[1, true]]);
    expect((await replay('replayed', [first])).json).toEqual({ replayed: 0, missing: [first] });
  });

  test('answer the same to the same idempotency key, and refuse another wish under it', async () => {
    const [first = '', second = ''] = await withLetters('repeated', 2);
    const key = { 'idempotency-key': 'replay-once' };
    const once = await replay('repeated', [first, 'gone'], key);
    const again = await replay('repeated', [first, 'gone'], key);
    expect([once.json, again.json]).toEqual([once.json, { replayed: 1, missing: ['gone'] }]);
    expect((await replay('repeated', [second], key)).json.code).toBe('idempotency_mismatch');
    expect(await queued('repeated')).toEqual([[1, true]]);
  });

  test('replayed by several at once are replayed once', async () => {
    const ids = await withLetters('raced', 2);
    const answers = await Promise.all([1, 2, 3].map(() => replay('raced', ids)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    const audited = (await replays()).filter(({ data }) => data?.webhook === 'raced');
    expect([audited.length, await queued('raced')]).toEqual([
      2,
      [
        [1, true],
        [2, true],
      ],
    ]);
  });

  const replays = async () => {
    const { entries } = await readAudit(shop.service.ledger, 'webhooks', { after: null, limit: 100 });
    return entries.filter(({ type }) => type === 'webhook.replayed');
  };

  test('R14.1 a replay is audited with its letter, in the transaction that does it', async () => {
    const [id = ''] = await withLetters('audited', 1);
    await replay('audited', [id]);
    const audited = (await replays()).filter(({ data }) => data?.webhook === 'audited');
    expect(audited.map(({ actor, data }) => [actor, data])).toEqual([
      [expect.any(String), { webhook: 'audited', letter: id, event: 'evt_1', of: LICENSE }],
    ]);
  });

  describe('refuse', () => {
    test('a webhook that is not there', async () => {
      expect((await list('nobody')).json.code).toBe('not_found');
      expect((await replay('nobody', ['x'])).json.code).toBe('not_found');
    });

    test.each([[[]], [['x', 'x']], [['a letter']], [Array.from({ length: 51 }, (_, at) => `x${at}`)]])(
      'letters %j',
      async (ids) => {
        expect((await replay('paged', ids)).json.code).toBe('request_invalid');
      },
    );

    test('everybody without the scope admin', async () => {
      await addKey(shop.service, shop.secrets, 'all-but-admin', ['catalog', 'issue', 'support', 'read']);
      const headers = { authorization: 'Bearer all-but-admin' };
      expect((await replay('paged', ['x'], headers)).json.code).toBe('forbidden');
      expect((await shop.operate('webhooks', LIST, { path: { id: 'paged' }, headers })).json.code).toBe('forbidden');
    });
  });
});
