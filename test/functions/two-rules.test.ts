import type { BatchGetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import type { Plan } from '../../functions/core/plan.ts';
import { anyEngine } from '../support/engines.ts';
import { intercept } from '../support/faults.ts';
import { meanwhileWriting } from '../support/meanwhile.ts';
import { Meter } from '../support/meter.ts';
import { readAudit } from '../support/read-audit.ts';
import { activateOn, storeLicense, storePlan, storeProducts } from '../support/stored-license.ts';
import { sweepNow } from '../support/sweeping.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';

/** Where two rules meet, each of which holds by itself. */
let service: TestService;

beforeAll(async () => {
  service = await openTestService(anyEngine());
  await storeProducts(service);
});

test('R14.1 R4.6 entries are counted once where several large classes change together', async () => {
  service.clock.freezeAt(START);
  const plan = await storePlan(service, { id: 'two-large', seats: { desktop: null, mobile: null } });
  const issued = await service.operate('issue', 'POST /v1/codes', { body: { plan: plan.id, quantity: 1 } });
  const [{ licenseId: id } = { licenseId: '' }] = issued.json.codes as { licenseId: string }[];
  const reset = await service.operate('operate', 'POST /v1/licenses/{id}/reset-activations', {
    path: { id },
    body: { reason: 'forgiven' },
  });
  expect(reset.statusCode).toBe(200);
  const { items, verified } = await readAudit(service, id);
  expect(items.map(({ type }) => type)).toEqual(['license.issued', 'activations.reset']);
  expect(verified).toBe(true);
});

test('R4.4 R4.6 a device takes its held seat back though the limit was lowered meanwhile', async () => {
  service.clock.freezeAt(START);
  const lease = { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true };
  const { id, code } = await storeLicense(service, { plan: { id: 'holding', seats: { desktop: 2 }, lease } });
  const [one] = [await activateOn(service, code, 'holder'), await activateOn(service, code, 'other')];
  const patch = { path: { id }, body: { reason: 'fewer', seats: { desktop: 1 } } };
  expect((await service.operate('licenses', 'PATCH /v1/licenses/{id}', patch)).statusCode).toBe(200);
  const device = { fingerprint: 'holder'.padEnd(16, '.') };
  const left = { activationId: one.activationId, device };
  expect((await service.ask('deactivate', 'POST /v1/deactivations', { body: left })).statusCode).toBe(200);
  expect(await activateOn(service, code, 'holder')).toMatchObject({ created: true, role: 'active' });
  const { json } = await service.operate('licenses', 'GET /v1/licenses/{id}', { path: { id } });
  expect(json).toMatchObject({ seats: { desktop: { limit: 1, used: 2 } } });
});

test('R6.2 whose code is not on a device learns nothing of the reserve there', async () => {
  service.clock.freezeAt(START);
  const [front, reserve, stranger] = [
    await storeLicense(service),
    await storeLicense(service),
    await storeLicense(service),
  ];
  for (const { code } of [front, reserve]) await activateOn(service, code, 'owned');
  const device = { fingerprint: 'owned'.padEnd(16, '.') };
  const ask = async (code: string) => {
    const body = { code, product: 'office-pc', device };
    return (await service.ask('validate', 'POST /v1/validations', { body })).json;
  };
  expect(await ask(front.code)).toMatchObject({ verdict: 'VALID', reserve: { id: reserve.id } });
  expect(await ask(reserve.code)).toMatchObject({ verdict: 'VALID', reserve: { id: reserve.id } });
  expect(await ask(stranger.code)).toMatchObject({
    verdict: 'NOT_ACTIVATED',
    license: { id: stranger.id },
    reserve: null,
    reserveReason: null,
  });
});

test('R4.5 R6.3 reserves that may not take over cost those who activate a few reads, however many they are', async () => {
  service.clock.freezeAt(START);
  const many: Partial<Plan> = { id: 'many', seats: { desktop: 200 }, term: { days: 30, starts: 'first_activation' } };
  const [front, reserve] = [await storeLicense(service, { plan: many }), await storeLicense(service, { plan: many })];
  const devices = Array.from({ length: 120 }, (_, at) => `many-${at}`);
  await Promise.all(devices.map((device) => activateOn(service, front.code, device)));
  for (const device of devices) await activateOn(service, reserve.code, device);
  const order = (id: string, name: string, more: object = {}) =>
    service.operate('operate', `POST /v1/licenses/{id}/${name}`, { path: { id }, body: { reason: 'r', ...more } });
  expect((await order(reserve.id, 'suspend')).statusCode).toBe(200);
  service.clock.freezeAt(START + 31 * DAY);
  await sweepNow(service);
  expect((await order(front.id, 'extend', { days: 60 })).statusCode).toBe(200);
  const meter = new Meter(service.service.ledger.client);
  const cost = await meter.measure(async () => void (await activateOn(service, front.code, 'one more')));
  service.service.ledger.client.middlewareStack.remove('meter');
  expect(cost.requests).toBeLessThan(20);
  // Those whose turn came before the extension take over as soon as their license may.
  expect((await order(reserve.id, 'resume')).statusCode).toBe(200);
  const { json } = await service.operate('licenses', 'GET /v1/licenses/{id}', { path: { id: front.id } });
  expect(json).toMatchObject({ seats: { desktop: { used: 1 } } });
});

test('R4.4 a lease for a license that holds seats rests on a strong read, whatever was asked by', async () => {
  service.clock.freezeAt(START);
  const lease = { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true };
  const [front, holding] = [
    await storeLicense(service, { plan: { id: 'not-holding', term: { days: 30, starts: 'first_activation' } } }),
    await storeLicense(service, { plan: { id: 'holding-many', seats: { desktop: 9 }, lease } }),
  ];
  const device = { fingerprint: 'leased'.padEnd(16, '.') };
  const former = await activateOn(service, front.code, 'leased');
  const reserve = await activateOn(service, holding.code, 'leased');
  expect(reserve.role).toBe('reserve');
  // The first has ended, and nobody has persisted that the other one has taken over.
  service.clock.freezeAt(START + 31 * DAY);
  const { client } = service.service.ledger;
  let strong: unknown;
  intercept(client, 'reads', (call) => {
    const [request] = Object.values((call.input as BatchGetItemCommandInput).RequestItems ?? {});
    if (call.command === 'BatchGetItemCommand') strong = request?.ConsistentRead;
    return call.send();
  });
  const ask = async (question: object) => {
    strong = undefined;
    await service.ask('validate', 'POST /v1/validations', { body: { device, ...question } });
    return strong;
  };
  expect(await ask({ code: holding.code, product: 'office-pc' })).toBe(true);
  expect(await ask({ activationId: former.activationId })).toBe(true);
  expect(await ask({ activationId: reserve.activationId })).toBe(true);
  client.middlewareStack.remove('reads');
});

test('R4.6 R11.5 no device takes a seat of a large class in a region that has just been taken away', async () => {
  service.clock.freezeAt(START);
  const { id, code } = await storeLicense(service, { plan: { id: 'large-regions', seats: { desktop: 600 } } });
  await activateOn(service, code, 'before');
  const body = { reason: 'of a test', regions: ['DE'] };
  const patch = () => service.operate('licenses', 'PATCH /v1/licenses/{id}', { path: { id }, body });
  const device = { fingerprint: 'abroad'.padEnd(16, '.'), platform: 'windows' };
  const request = { body: { code, product: 'office-pc', region: 'FR', device } };
  const { json } = await meanwhileWriting(service, patch, () =>
    service.ask('activate', 'POST /v1/activations', request),
  );
  expect(json.code).toBe('wrong_region');
});

test('R5.3 R5.8 of two trials at once on two records of one device one is refused', async () => {
  service.clock.freezeAt(START);
  const components = { board: 'board of two', disk: 'disk of two', cpu: 'cpu of two' };
  const one = { fingerprint: 'record one'.padEnd(16, '.'), platform: 'windows' };
  const two = { fingerprint: 'record two'.padEnd(16, '.'), platform: 'windows' };
  const activate = async ({ code }: { code: string }, device: object) =>
    (await service.ask('activate', 'POST /v1/activations', { body: { code, product: 'office-pc', device } })).json;
  const beta: Partial<Plan> = { id: 'two-betas', kind: 'beta', term: { days: 1, starts: 'first_activation' } };
  await activate(await storeLicense(service, { plan: beta }), one);
  await activate(await storeLicense(service, { plan: beta }), { components, platform: 'windows' });
  service.clock.freezeAt(START + 2 * DAY);
  const trial: Partial<Plan> = { id: 'two-trials', kind: 'trial' };
  const [first, second] = [await storeLicense(service, { plan: trial }), await storeLicense(service, { plan: trial })];
  let answered: object = {};
  const meanwhile = async () => {
    answered = await activate(second, { ...two, components });
  };
  const refused = await meanwhileWriting(service, meanwhile, () => activate(first, { ...one, components }));
  expect(answered).toMatchObject({ created: true });
  expect(refused.code).toBe('trial_already_used');
});

test('R4.3 R5.9 a trial goes on where its seat is freed on another record of the device', async () => {
  service.clock.freezeAt(START);
  const components = { board: 'board of one', disk: 'disk of one', cpu: 'cpu of one' };
  const one = { fingerprint: 'trial on one'.padEnd(16, '.'), platform: 'windows' };
  const two = { components, platform: 'windows' };
  const activate = async ({ code }: { code: string }, device: object, more: object = {}) =>
    (await service.ask('activate', 'POST /v1/activations', { body: { code, product: 'office-pc', device, ...more } }))
      .json;
  const selfService = { releasesPerYear: 5, cooldownHours: 0 };
  const trial = await storeLicense(service, {
    plan: { id: 'one-seat-trial', kind: 'trial', seats: { desktop: 1 }, selfService },
  });
  const beta: Partial<Plan> = { id: 'one-beta', kind: 'beta', term: { days: 1, starts: 'first_activation' } };
  await activate(await storeLicense(service, { plan: beta }), one);
  const { seatId } = await activate(trial, two);
  service.clock.freezeAt(START + 2 * DAY);
  expect((await activate(trial, { ...one, components })).code).toBe('seat_limit_reached');
  const moved = await activate(trial, { ...one, components }, { releaseSeat: seatId });
  expect(moved).toMatchObject({ created: true, license: { id: trial.id, seats: { desktop: { used: 1 } } } });
});
