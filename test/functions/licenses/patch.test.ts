import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { activateOn, storeLicense, storePlan, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

describeOnEngines('PATCH /v1/licenses/{id}', (engine) => {
  let service: TestService;

  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
  });

  const patch = (id: string, body: object) =>
    service.operate('licenses', 'PATCH /v1/licenses/{id}', { path: { id }, body: { reason: 'asked', ...body } });
  const read = async (id: string) =>
    (await service.operate('licenses', 'GET /v1/licenses/{id}', { path: { id } })).json;
  const found = async (query: Record<string, string>) => {
    const { json } = await service.operate('licenses', 'GET /v1/licenses', { query });
    return (json.items as { id: string }[]).map(({ id }) => id);
  };

  test('changes what operators see and the lists it is found in, together', async () => {
    const details = { customer: { email: 'old@example.com', name: 'Ada' }, orderId: 'order-old' };
    const { id } = await storeLicense(service, { details });
    const answer = await patch(id, {
      customer: { email: 'New@example.com' },
      orderId: 'order-new',
      metadata: { desk: '4' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json).toMatchObject({
      customer: { email: 'New@example.com' },
      orderId: 'order-new',
      metadata: { desk: '4' },
    });
    expect(await read(id)).toEqual(answer.json);
    expect(await found({ email: 'old@example.com' })).toEqual([]);
    expect(await found({ orderId: 'order-old' })).toEqual([]);
    expect(await found({ email: 'new@example.com' })).toEqual([id]);
    expect(await found({ orderId: 'order-new' })).toEqual([id]);
    expect((await patch(id, { customer: null, orderId: null })).json).toMatchObject({ customer: null, orderId: null });
    expect(await found({ email: 'new@example.com' })).toEqual([]);
  });

  test('R14.1 the audit says that the customer changed, never to whom', async () => {
    const { id } = await storeLicense(service, {
      details: { customer: { email: 'secret@example.com', name: 'Secret' } },
    });
    await patch(id, { customer: { email: 'hidden@example.com', name: 'Hidden' }, reason: 'moved' });
    const events = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    expect(events.json).toMatchObject({
      verified: true,
      items: [{ type: 'license.updated', reason: 'moved', after: { changed: ['customer'] } }],
    });
    expect(events.body).not.toMatch(/secret|hidden/i);
  });

  test('two changes at once of different parts both hold', async () => {
    const { id } = await storeLicense(service, { details: { customer: { email: 'a@example.com' }, orderId: 'one' } });
    const answers = await Promise.all([
      patch(id, { customer: { email: 'b@example.com' } }),
      patch(id, { orderId: 'two' }),
      patch(id, { metadata: { note: 'three' } }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(await read(id)).toMatchObject({
      customer: { email: 'b@example.com' },
      orderId: 'two',
      metadata: { note: 'three' },
    });
    expect(await found({ email: 'b@example.com', orderId: 'two' })).toEqual([id]);
  });

  test('R4.6 fewer seats evict nobody, and no seat is given until enough are free', async () => {
    const { id, code } = await storeLicense(service);
    const seats: unknown[] = [];
    for (const name of ['a', 'b', 'c']) seats.push((await activateOn(service, code, name)).seatId);
    expect((await patch(id, { seats: { desktop: 2 } })).json).toMatchObject({
      seats: { desktop: { limit: 2, used: 3 } },
    });
    await expect(activateOn(service, code, 'd')).rejects.toThrow('seat_limit_reached');
    const free = (seatId: unknown) =>
      service.operate('operate', 'DELETE /v1/licenses/{id}/seats/{seatId}', { path: { id, seatId: String(seatId) } });
    expect((await free(seats[0])).json).toMatchObject({ released: true });
    await expect(activateOn(service, code, 'd')).rejects.toThrow('seat_limit_reached');
    await free(seats[1]);
    expect((await activateOn(service, code, 'd')).created).toBe(true);
    expect((await free(seats[0])).json.code).toBe('seat_unknown');
  });

  test('R4.6 a class that grows beyond 500 seats keeps its count, exact in operator calls', async () => {
    const { id, code } = await storeLicense(service);
    await activateOn(service, code, 'a');
    expect((await patch(id, { seats: { desktop: 2000 } })).json).toMatchObject({
      seats: { desktop: { limit: 2000, used: 1 } },
    });
    await activateOn(service, code, 'b');
    expect(await read(id)).toMatchObject({ seats: { desktop: { limit: 2000, used: 2 } } });
    const page = await service.operate('licenses', 'GET /v1/licenses/{id}/seats', {
      path: { id },
      query: { limit: '1' },
    });
    expect(page.json).toMatchObject({ items: [{ class: 'desktop', role: 'active' }], next: expect.any(String) });
    const cursor = String(page.json.next);
    const rest = await service.operate('licenses', 'GET /v1/licenses/{id}/seats', { path: { id }, query: { cursor } });
    expect((rest.json.items as object[]).length).toBe(1);
    expect(rest.json.next).toBeNull();
  });

  test('R2.7 no running term is shortened', async () => {
    const { id } = await storeLicense(service, { license: { startedAt: START, term: 365 * DAY } });
    const sooner = await patch(id, { notAfter: new Date(START + DAY).toISOString() });
    expect(sooner.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/notAfter' }] });
    expect((await patch(id, { notAfter: new Date(START + 400 * DAY).toISOString() })).statusCode).toBe(200);
  });

  test('another plan is taken by name; an unknown one and one of another family are refused', async () => {
    const { id } = await storeLicense(service);
    await storePlan(service, { id: 'office-2y', term: { days: 730, starts: 'first_activation' } });
    await storePlan(service, { id: 'games', family: 'games' });
    expect((await patch(id, { plan: 'office-2y' })).json).toMatchObject({ plan: 'office-2y', planRevision: 1 });
    expect((await patch(id, { plan: 'nothing' })).json.code).toBe('plan_unknown');
    expect((await patch(id, { plan: 'games' })).json).toMatchObject({
      code: 'request_invalid',
      errors: [{ pointer: '/plan', detail: 'Belongs to another family, games.' }],
    });
  });

  test('a reason alone changes nothing; unknown licenses and fields are refused', async () => {
    const { id } = await storeLicense(service);
    expect((await patch(id, {})).statusCode).toBe(200);
    expect((await patch('lic_AAAAAAAAAAAAAAAA', { orderId: 'x' })).json.code).toBe('not_found');
    expect((await patch(id, { colour: 'red' })).json).toMatchObject({
      code: 'request_invalid',
      errors: [{ pointer: '/colour' }],
    });
    const events = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    expect(events.json.items).toEqual([]);
  });

  test('R4.6 four classes may be large, no more, and such a license is still changed as a whole', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const seats = Object.fromEntries(names.map((name) => [name, name === 'e' ? 1 : null]));
    const warnDaysBefore = Array.from({ length: 16 }, (_, at) => at + 1);
    const plan = { id: 'many-classes', seats, warnDaysBefore, graceDays: 3, blockToleranceDays: 1 };
    const { id } = await storeLicense(service, { plan, license: { startedAt: START, term: 30 * DAY } });
    const answer = await patch(id, { seats: { e: 501, unicorn: 3 } });
    const pointers = (answer.json.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/seats/unicorn', '/seats/e']);
    expect((await patch(id, { seats: { a: 3, e: 500 } })).statusCode).toBe(200);
    expect((await patch(id, { seats: { e: 501 } })).json.code).toBe('request_invalid');
    const order = (action: 'block' | 'unblock') => {
      const headers = { 'idempotency-key': `many ${action}` };
      return service.operate('operate', `POST /v1/licenses/{id}/${action}`, {
        path: { id },
        body: { reason: 'leaked' },
        headers,
      });
    };
    expect((await order('block')).json).toMatchObject({ state: 'blocked' });
    // Nobody has swept for months: everything that was due is recorded with the order (R13.5).
    service.clock.advance(100 * 86_400);
    expect((await order('unblock')).json).toMatchObject({ state: 'expired' });
    service.clock.advance(-100 * 86_400);
  });
});
