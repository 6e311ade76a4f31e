import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { anyEngine } from '../../support/engines.ts';
import { activateOn, type Stored, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

const END = START + 30 * DAY;

describe('R2.6 licenses and seats as they stand, before anybody has persisted it', () => {
  let service: TestService;
  let front: Stored;
  let reserve: Stored;
  let added: Record<string, unknown>;

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
    const month = { id: 'month', term: { days: 30, starts: 'first_activation' } } as const;
    front = await storeLicense(service, { plan: month, details: { batch: 'front' } });
    reserve = await storeLicense(service, { plan: { id: 'year' }, details: { batch: 'behind' } });
    await activateOn(service, front.code, 'device');
    added = await activateOn(service, reserve.code, 'device');
  });

  const get = async (route: string, path: Record<string, string> = {}, query: Record<string, string> = {}) =>
    (await service.operate('licenses', route, { path, query })).json;
  const seatsOf = async ({ id }: Stored) => (await get('GET /v1/licenses/{id}/seats', { id })).items;
  const ownSeats = async ({ code }: Stored) =>
    (await service.ask('seats', 'POST /v1/seats', { body: { code } })).json.seats;

  test('a reserve waits, unstarted, with a seat of its own', async () => {
    expect(added.role).toBe('reserve');
    service.clock.freezeAt(END - 1);
    expect(await get('GET /v1/licenses/{id}', { id: reserve.id })).toMatchObject({ state: 'issued', startedAt: null });
    expect(await seatsOf(reserve)).toMatchObject([{ role: 'reserve' }]);
    expect(await seatsOf(front)).toMatchObject([{ role: 'active' }]);
  });

  test('R6.5 at the end of the license in front it runs, in reads and in lists', async () => {
    service.clock.freezeAt(END + 5 * DAY);
    const started = { state: 'active', startedAt: new Date(END).toISOString(), daysLeft: 360 };
    expect(await get('GET /v1/licenses/{id}', { id: reserve.id })).toMatchObject(started);
    expect((await get('GET /v1/licenses', {}, { batch: 'behind' })).items).toMatchObject([started]);
    expect((await get('GET /v1/licenses', {}, { batch: 'front' })).items).toMatchObject([{ state: 'expired' }]);
    expect(await seatsOf(reserve)).toMatchObject([{ role: 'active' }]);
    expect(await ownSeats(reserve)).toMatchObject([{ role: 'active' }]);
    expect(await seatsOf(front)).toEqual([]);
    expect(await ownSeats(front)).toEqual([]);
  });

  test('R7.5 extending it counts from the end that it has by then', async () => {
    const answer = await service.operate('operate', 'POST /v1/licenses/{id}/extend', {
      path: { id: reserve.id },
      body: { reason: 'paid', days: 10 },
    });
    expect(answer.json).toMatchObject({ expiresAt: new Date(END + 375 * DAY).toISOString() });
    expect(await get('GET /v1/licenses/{id}', { id: reserve.id })).toMatchObject(answer.json);
  });

  test('R6.5 support frees the seat that it took over', async () => {
    const [seat] = (await seatsOf(reserve)) as { seatId: string }[];
    const path = { id: reserve.id, seatId: seat?.seatId ?? '' };
    const freed = await service.operate('operate', 'DELETE /v1/licenses/{id}/seats/{seatId}', { path });
    expect(freed.json).toMatchObject({ released: true });
    expect(await get('GET /v1/licenses/{id}', { id: reserve.id })).toMatchObject({ seats: { desktop: { used: 0 } } });
    expect(await get('GET /v1/licenses/{id}', { id: front.id })).toMatchObject({ seats: { desktop: { used: 0 } } });
    const events = await get('GET /v1/licenses/{id}/events', { id: reserve.id });
    expect(events.verified).toBe(true);
    expect((events.items as { type: string }[]).map(({ type }) => type)).toEqual([
      'reserve.added',
      'license.extended',
      'reserve.activated',
      'seat.freed',
    ]);
  });
});
