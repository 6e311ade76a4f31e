import { beforeAll, describe, expect, test } from 'vitest';
import { anyEngine } from '../../support/engines.ts';
import { type Cost, Meter } from '../../support/meter.ts';
import { activateOn, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, type TestService } from '../../support/test-service.ts';

describe('what orders cost', () => {
  let service: TestService;
  let meter: Meter;

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
    meter = new Meter(service.service.ledger.client);
    const { id } = await storeLicense(service);
    await order(id, 'block');
  });

  const order = (id: string, action: string, headers: Record<string, string> = {}) =>
    service.operate('operate', `POST /v1/licenses/{id}/${action}`, { path: { id }, body: { reason: 'x' }, headers });

  test('an order is three round trips: the key, the license, one transaction', async () => {
    const { id } = await storeLicense(service);
    for (const action of ['block', 'unblock', 'suspend', 'resume']) {
      const cost = await meter.measure(() => order(id, action));
      expect(cost).toMatchObject({ trips: 3, requests: 3 });
      expect(cost.writeUnits).toBeLessThanOrEqual(7);
    }
    // What has ended may be waited behind: how many seats it still holds is asked for once more.
    expect(await meter.measure(() => order(id, 'revoke'))).toMatchObject({ trips: 4, requests: 4 });
  });

  test('a key for repeating costs no round trip more, and a repeat writes nothing', async () => {
    const { id } = await storeLicense(service);
    const headers = { 'idempotency-key': 'cost-1' };
    const first = await meter.measure(() => order(id, 'block', headers));
    expect(first).toMatchObject({ trips: 3, requests: 4 });
    const again = await meter.measure(() => order(id, 'block', headers));
    expect(again).toMatchObject({ trips: 3, requests: 4, writeUnits: 0 });
  });

  test('R4.5 freeing a seat costs the same whether it is one of two or of forty', async () => {
    const plan = { id: 'large', seats: { desktop: 400 } };
    const costs: Cost[] = [];
    for (const others of [1, 40]) {
      const { id, code } = await storeLicense(service, { plan });
      for (let at = 0; at < others; at += 1) await activateOn(service, code, `${id} ${at}`);
      const { seatId } = await activateOn(service, code, `${id} last`);
      const path = { id, seatId: String(seatId) };
      costs.push(
        await meter.measure(() => service.operate('operate', 'DELETE /v1/licenses/{id}/seats/{seatId}', { path })),
      );
    }
    expect(costs[1]).toEqual(costs[0]);
  });

  test('a page of a list costs the same however many licenses there are behind it', async () => {
    const read = () => service.operate('licenses', 'GET /v1/licenses', { query: { limit: '2', batch: 'counted' } });
    for (let at = 0; at < 20; at += 1) await storeLicense(service, { details: { batch: 'counted' } });
    const few = await meter.measure(read);
    for (let at = 0; at < 40; at += 1) await storeLicense(service, { details: { batch: 'counted' } });
    const many = await meter.measure(read);
    expect(many).toEqual(few);
  });
});
