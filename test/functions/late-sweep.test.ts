import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import type { Plan } from '../../functions/core/plan.ts';
import { anyEngine } from '../support/engines.ts';
import { activateOn, type Stored, storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';

interface Body {
  readonly code: string;
  readonly activationId: string;
  readonly seatId: string;
  readonly role: string;
  readonly license: { readonly seats: { readonly desktop: { readonly used: number } } };
  readonly seats: { readonly desktop: { readonly used: number } } & readonly { role: string; lastSeenOn: string }[];
}

const SHORT: Partial<Plan> = {
  id: 'short',
  seats: { desktop: 1 },
  term: { days: 30, starts: 'first_activation' },
  selfService: { releasesPerYear: 3, cooldownHours: 24 * 60 },
};
const LARGE: Partial<Plan> = { id: 'large', seats: { desktop: 501 } };

/** What a sweep that has not come yet must not change: nobody sweeps in these tests. */
let service: TestService;
let names = 0;

beforeAll(async () => {
  service = await openTestService(anyEngine());
  await storeProducts(service);
});

/** A device whose license ended ten days ago, with a reserve behind it. */
async function handedOver(reservePlan: Partial<Plan> = { id: 'year' }) {
  service.clock.freezeAt(START);
  names += 1;
  const device = `late-${names}`;
  const front = await storeLicense(service, { plan: SHORT });
  const reserve = await storeLicense(service, { plan: reservePlan });
  const old = (await activateOn(service, front.code, device)) as unknown as Body;
  const next = (await activateOn(service, reserve.code, device)) as unknown as Body;
  expect(next.role).toBe('reserve');
  service.clock.freezeAt(START + 40 * DAY);
  return { front, reserve, old, next, device };
}

async function ask(name: string, route: string, body: unknown) {
  const answer = await service.ask(name, route, { body });
  return { status: answer.statusCode, body: answer.json as unknown as Body };
}

async function order({ id }: Stored, name: string, more: object = {}) {
  const path = { id };
  const answer = await service.operate('operate', `POST /v1/licenses/{id}/${name}`, {
    path,
    body: { reason: 'told so', ...more },
  });
  return answer.json as unknown as Body;
}

test('R6.5 whoever reads the license that was taken over from sees its seat free', async () => {
  const { front } = await handedOver();
  const read = await service.operate('licenses', 'GET /v1/licenses/{id}', { path: { id: front.id } });
  expect((read.json as unknown as Body).seats.desktop.used).toBe(0);
  expect((await ask('seats', 'POST /v1/seats', { code: front.code })).body.license.seats.desktop.used).toBe(0);
  const device = { fingerprint: 'another device'.padEnd(16, '.') };
  const elsewhere = { code: front.code, product: 'office-pc', device };
  expect((await ask('validate', 'POST /v1/validations', elsewhere)).body.license.seats.desktop.used).toBe(0);
});

test('R6.5 so does the device itself, though it is the one that has the take-over persisted', async () => {
  const { front, device: name } = await handedOver();
  const device = { fingerprint: name.padEnd(16, '.') };
  const question = { code: front.code, product: 'office-phone', device };
  for (let times = 0; times < 2; times += 1) {
    const { body } = await ask('validate', 'POST /v1/validations', question);
    expect(body.license.seats.desktop.used).toBe(0);
  }
});

test('R6.5 an order sees it free, be it the revocation that frees it', async () => {
  const { front } = await handedOver();
  expect((await order(front, 'suspend')).seats.desktop.used).toBe(0);
  const other = await handedOver();
  service.clock.freezeAt(START + DAY);
  expect((await order(other.front, 'block')).seats.desktop.used).toBe(1);
  expect((await order(other.front, 'revoke')).seats.desktop.used).toBe(0);
});

test('R6.5 once extended, the license has that seat for another device', async () => {
  const { front, old, device } = await handedOver();
  await order(front, 'extend', { days: 30 });
  const body = (await activateOn(service, front.code, 'the-next-device')) as unknown as Body;
  expect(body.license.seats.desktop.used).toBe(1);
  const asked = { activationId: old.activationId, device: { fingerprint: device.padEnd(16, '.') } };
  expect((await ask('validate', 'POST /v1/validations', asked)).body.role).toBe('former');
});

test('R4.2 R6.5 a full class names the seat of a reserve that has taken over as active', async () => {
  const { reserve } = await handedOver({ id: 'single', seats: { desktop: 1 } });
  const device = { fingerprint: 'too many'.padEnd(16, '.'), platform: 'windows' };
  const { body } = await ask('activate', 'POST /v1/activations', { code: reserve.code, product: 'office-pc', device });
  expect([body.code, body.seats.map(({ role }) => role)]).toEqual(['seat_limit_reached', ['active']]);
});

test('R4.3 R6.5 a seat that was taken over from is unknown, however young it was', async () => {
  const { front, old } = await handedOver();
  await order(front, 'extend', { days: 30 });
  const released = await ask('seats', 'POST /v1/seats/release', { code: front.code, seatId: old.seatId });
  expect([released.status, released.body.code]).toEqual([404, 'seat_unknown']);
});

test.each(['in time', 'late'])('R6.3 R6.5 a reserve is verified by the terms of its turn, swept %s', async (swept) => {
  const { reserve, next, device: name } = await handedOver();
  const asked = { activationId: next.activationId, device: { fingerprint: name.padEnd(16, '.') } };
  if (swept === 'in time') await ask('validate', 'POST /v1/validations', asked);
  const path = { id: reserve.id };
  const body = { reason: 'sold to others', regions: ['CH'] };
  const patched = await service.operate('licenses', 'PATCH /v1/licenses/{id}', { path, body });
  expect(patched.statusCode).toBe(200);
  const validated = await ask('validate', 'POST /v1/validations', asked);
  expect(validated.body).toMatchObject({ verdict: 'WRONG_REGION', role: 'active', reserve: null });
});

test('section 15: what is wrong with the license comes before what is wrong with a seat', async () => {
  const { front, old } = await handedOver();
  await order(front, 'block');
  const released = await ask('seats', 'POST /v1/seats/release', { code: front.code, seatId: old.seatId });
  expect([released.status, released.body.code]).toEqual([403, 'license_blocked']);
});

test.each([{ id: 'year' }, LARGE])(
  'R6.5 the validation that persists a take-over to $id notes the day',
  async (plan) => {
    const { reserve, next, device } = await handedOver(plan);
    const asked = { activationId: next.activationId, device: { fingerprint: device.padEnd(16, '.') } };
    expect((await ask('validate', 'POST /v1/validations', asked)).body.role).toBe('active');
    const { body } = await ask('seats', 'POST /v1/seats', { code: reserve.code });
    expect(body.seats.map(({ role, lastSeenOn }) => [role, lastSeenOn])).toEqual([['active', '2027-01-03']]);
  },
);
