import { expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import { anyEngine } from '../support/engines.ts';
import { PC } from '../support/states.ts';
import { activateOn, storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, START } from '../support/test-service.ts';

interface Full {
  readonly code: string;
  readonly class: string;
  readonly limit: number;
  readonly used: number;
  readonly seats: readonly object[];
}

const SEATS = 26;

test('R4.2 a full class names its seats, longest unseen first, at most 25, with what an app shows of them', async () => {
  const service = await openTestService(anyEngine());
  await storeProducts(service);
  const { code } = await storeLicense(service, { plan: { id: 'many', seats: { desktop: SEATS, mobile: 5 } } });
  const ids: unknown[] = [];
  for (let number = 0; number < SEATS; number += 1) {
    service.clock.freezeAt(START + number * DAY);
    ids.push((await activateOn(service, code, `desk-${number}`)).activationId);
  }
  service.clock.freezeAt(START + SEATS * DAY);
  const seen = { activationId: ids[0], device: { fingerprint: 'desk-0'.padEnd(16, '.') } };
  await service.ask('validate', 'POST /v1/validations', { body: seen });
  const device = { fingerprint: 'one-too-many'.padEnd(16, '.'), platform: 'windows' };
  const answer = await service.ask('activate', 'POST /v1/activations', { body: { code, product: PC.id, device } });
  const { seats, ...rest } = answer.json as unknown as Full;
  expect(rest).toMatchObject({ code: 'seat_limit_reached', class: 'desktop', limit: SEATS, used: SEATS });
  const day = (number: number) => new Date(START + number * DAY).toISOString();
  const expected = Array.from({ length: SEATS - 1 }, (_, at) => ({
    name: `desk-${at + 1}`,
    seatId: expect.stringMatching(/^desktop\./),
    platform: 'windows',
    activatedAt: day(at + 1),
    lastSeenOn: day(at + 1).slice(0, 10),
    freeableAt: day(at + 2),
  }));
  expect(seats).toMatchObject(expected);
});

test('R4.2 a device is seen by whichever license it asks about, and for the last time when it leaves', async () => {
  const service = await openTestService(anyEngine());
  await storeProducts(service);
  const lease = { hours: 240, refreshHours: 12, holdSeatUntilLeaseEnds: true };
  service.clock.freezeAt(START);
  const front = await storeLicense(service);
  const reserve = await storeLicense(service, { plan: { id: 'held', seats: { desktop: 2 }, lease } });
  for (const { code } of [front, reserve]) await activateOn(service, code, 'waiting');
  const left = await activateOn(service, reserve.code, 'leaving');
  service.clock.freezeAt(START + 50 * DAY);
  const device = { fingerprint: 'waiting'.padEnd(16, '.') };
  const question = { code: front.code, product: PC.id, device };
  expect((await service.ask('validate', 'POST /v1/validations', { body: question })).json.verdict).toBe('VALID');
  service.clock.freezeAt(START + 60 * DAY);
  const body = { activationId: left.activationId, device: { fingerprint: 'leaving'.padEnd(16, '.') } };
  await service.ask('deactivate', 'POST /v1/deactivations', { body });
  const { json } = await service.ask('seats', 'POST /v1/seats', { body: { code: reserve.code } });
  const seen = (json.seats as { name: string; lastSeenOn: string }[]).map(({ name, lastSeenOn }) => [name, lastSeenOn]);
  const day = (number: number) => new Date(START + number * DAY).toISOString().slice(0, 10);
  expect(seen.toSorted()).toEqual([
    ['leaving', day(60)],
    ['waiting', day(50)],
  ]);
});
