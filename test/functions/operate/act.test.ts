import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { aFlag } from '../../support/states.ts';
import { storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

const body = { reason: 'order 17' };

describeOnEngines('orders on one license', (engine) => {
  let service: TestService;

  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
  });

  const order = (id: string, action: string, more: object = {}, headers: Record<string, string> = {}) =>
    service.operate('operate', `POST /v1/licenses/{id}/${action}`, {
      path: { id },
      body: { ...body, ...more },
      headers,
    });

  const eventsOf = async (id: string) => {
    const answer = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    return answer.json as { items: { type: string; actor: string; reason: string }[]; verified: boolean };
  };

  test('R9.4 flags are independent, carry reason, actor and time, and state is the first that applies', async () => {
    const { id } = await storeLicense(service);
    expect((await order(id, 'suspend')).json).toMatchObject({ state: 'suspended' });
    const blocked = await order(id, 'block', { reason: 'leaked' });
    expect(blocked.statusCode).toBe(200);
    expect(blocked.json).toMatchObject({
      state: 'blocked',
      blocked: { reason: 'leaked', actor: 'operator', at: '2026-11-24T11:00:00.000Z' },
      suspended: { reason: 'order 17' },
    });
    expect((await order(id, 'unblock')).json).toMatchObject({ state: 'suspended', blocked: null });
    expect((await order(id, 'resume')).json).toMatchObject({ state: 'issued' });
    const { items, verified } = await eventsOf(id);
    expect(items.map(({ type }) => type)).toEqual([
      'license.suspended',
      'license.blocked',
      'license.unblocked',
      'license.resumed',
    ]);
    expect(items[1]).toMatchObject({ actor: 'operator', reason: 'leaked', requestId: 'request-1' });
    expect(verified).toBe(true);
  });

  test('R9.4 undoing what is not set is 200 without change and without an audit entry', async () => {
    const { id } = await storeLicense(service);
    expect((await order(id, 'unblock')).statusCode).toBe(200);
    expect((await order(id, 'resume')).statusCode).toBe(200);
    expect((await eventsOf(id)).items).toEqual([]);
  });

  test('R9.3 after revocation everything is license_revoked, and revoking again is no change', async () => {
    const { id } = await storeLicense(service);
    expect((await order(id, 'revoke')).json).toMatchObject({ state: 'revoked' });
    expect((await order(id, 'revoke')).statusCode).toBe(200);
    for (const action of ['block', 'unblock', 'suspend', 'resume', 'reset-activations', 'rotate-code']) {
      const answer = await order(id, action);
      expect([action, answer.statusCode, answer.json.code]).toEqual([action, 403, 'license_revoked']);
    }
    expect((await order(id, 'extend', { days: 1 })).json.code).toBe('license_revoked');
    expect((await eventsOf(id)).items).toHaveLength(1);
  });

  test('R7.5 extends from expiresAt while the term runs, from now once it has ended', async () => {
    const running = await storeLicense(service, { license: { startedAt: START - 10 * DAY, term: 30 * DAY } });
    expect((await order(running.id, 'extend', { days: 5 })).json.expiresAt).toBe(
      new Date(START + 25 * DAY).toISOString(),
    );
    const ended = await storeLicense(service, { license: { startedAt: START - 40 * DAY, term: 30 * DAY } });
    expect((await order(ended.id, 'extend', { days: 5 })).json).toMatchObject({
      expiresAt: new Date(START + 5 * DAY).toISOString(),
      state: 'active',
    });
  });

  test('R7.5 a retried extend with the same Idempotency-Key extends once, also when the retries race', async () => {
    const { id } = await storeLicense(service, { license: { startedAt: START, term: 30 * DAY } });
    const headers = { 'idempotency-key': 'payment-1' };
    const racing = await Promise.all(Array.from({ length: 6 }, () => order(id, 'extend', { days: 10 }, headers)));
    const again = await order(id, 'extend', { days: 10 }, headers);
    for (const { statusCode, json } of [...racing, again]) {
      expect([statusCode, json.expiresAt]).toEqual([200, new Date(START + 40 * DAY).toISOString()]);
    }
    expect((await eventsOf(id)).items.map(({ type }) => type)).toEqual(['license.extended']);
  });

  test('R7.5 extends that race without a key all count', async () => {
    const { id } = await storeLicense(service, { license: { startedAt: START, term: 30 * DAY } });
    const racing = await Promise.all(Array.from({ length: 5 }, () => order(id, 'extend', { days: 1 })));
    expect(racing.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    const { items, verified } = await eventsOf(id);
    expect(items).toHaveLength(5);
    expect(verified).toBe(true);
    const read = await service.operate('licenses', 'GET /v1/licenses/{id}', { path: { id } });
    expect(read.json.expiresAt).toBe(new Date(START + 35 * DAY).toISOString());
  });

  test('the same key for another body, license or action is idempotency_mismatch', async () => {
    const [one, other] = [await storeLicense(service), await storeLicense(service)];
    const headers = { 'idempotency-key': 'key-2' };
    expect((await order(one.id, 'extend', { days: 1 }, headers)).statusCode).toBe(200);
    for (const answer of [
      await order(one.id, 'extend', { days: 2 }, headers),
      await order(other.id, 'extend', { days: 1 }, headers),
      await order(one.id, 'block', {}, headers),
    ]) {
      expect([answer.statusCode, answer.json.code]).toEqual([422, 'idempotency_mismatch']);
    }
  });

  test('a key stands for what was done even if that was nothing: a late retry does not block again', async () => {
    const { id } = await storeLicense(service, { license: { blocked: aFlag(START) } });
    const headers = { 'idempotency-key': 'key-3' };
    expect((await order(id, 'block', {}, headers)).statusCode).toBe(200);
    expect((await order(id, 'unblock')).json.state).toBe('issued');
    expect((await order(id, 'block', {}, headers)).json.state).toBe('issued');
  });

  test('a key is forgotten after 24 h', async () => {
    const { id } = await storeLicense(service, { license: { startedAt: START, term: 365 * DAY } });
    const headers = { 'idempotency-key': 'key-4' };
    await order(id, 'extend', { days: 1 }, headers);
    service.clock.advance(86_399);
    expect((await order(id, 'extend', { days: 1 }, headers)).json.expiresAt).toBe(
      new Date(START + 366 * DAY).toISOString(),
    );
    service.clock.advance(1);
    expect((await order(id, 'extend', { days: 1 }, headers)).json.expiresAt).toBe(
      new Date(START + 367 * DAY).toISOString(),
    );
    service.clock.freezeAt(START);
  });

  test('what leads beyond the calendar is request_invalid, never a fault', async () => {
    const { id } = await storeLicense(service, { license: { startedAt: START, term: 2_900_000 * DAY } });
    const answer = await order(id, 'extend', { days: 36_500 });
    expect(answer.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/days' }] });
  });

  test('an unknown license is not_found, whatever its id looks like', async () => {
    for (const id of ['lic_AAAAAAAAAAAAAAAA', 'nonsense']) {
      const answer = await order(id, 'block');
      expect([answer.statusCode, answer.json.code]).toEqual([404, 'not_found']);
    }
  });

  test('R3.3 support resets the activation count', async () => {
    const { id } = await storeLicense(service, {
      license: { tally: { total: 15, bySecond: { [(START / 1000).toString(36)]: 15 } } },
    });
    expect((await order(id, 'reset-activations')).statusCode).toBe(200);
    const whole = await service.service.licenses.readWhole(id, true);
    expect(whole?.license.tally).toEqual({ total: 0, bySecond: {} });
  });
});
