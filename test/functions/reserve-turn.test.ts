import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import type { Plan } from '../../functions/core/plan.ts';
import { duePartition, partitions } from '../../functions/store/keys.ts';
import { anyEngine } from '../support/engines.ts';
import { meanwhileWriting } from '../support/meanwhile.ts';
import { readAudit } from '../support/read-audit.ts';
import { activateOn, type Stored, storeLicense, storeProducts } from '../support/stored-license.ts';
import { sweepNow } from '../support/sweeping.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';

/** The turn of a reserve, where sweep and operators meet in an order that is not the usual one. */
let service: TestService;

beforeAll(async () => {
  service = await openTestService(anyEngine());
  await storeProducts(service);
});

const MONTH: Partial<Plan> = { id: 'month', term: { days: 30, starts: 'first_activation' }, warnDaysBefore: [7] };

/** A license of a month in use, and one behind it on the same device, each due in another partition. */
async function reserveBehind(notAfter: number | null): Promise<{ front: Stored; reserve: Stored; device: string }> {
  service.clock.freezeAt(START);
  const front = await storeLicense(service, { plan: MONTH });
  let reserve: Stored;
  do reserve = await storeLicense(service, { plan: MONTH, license: { notAfter } });
  while (duePartition(front.id) === duePartition(reserve.id));
  const device = `two ${front.id}`;
  for (const { code } of [front, reserve]) await activateOn(service, code, device);
  return { front, reserve, device };
}

async function operate(id: string, what: 'suspend' | 'resume' | 'extend', more: { days?: number } = {}): Promise<void> {
  const request = { path: { id }, body: { reason: 'of a test', ...more } };
  expect((await service.operate('operate', `POST /v1/licenses/{id}/${what}`, request)).statusCode).toBe(200);
}

/** Pays on the 29th day for 90 days more. */
async function extend(id: string): Promise<void> {
  const now = service.clock.now();
  service.clock.freezeAt(START + 29 * DAY);
  await operate(id, 'extend', { days: 90 });
  service.clock.freezeAt(now);
}

test('R13.5 R6.4 a reserve that a late sweep meets before the license in front of it loses no event', async () => {
  const { front, reserve } = await reserveBehind(START + 70 * DAY);
  // Nobody sweeps until both have ended, and also `notAfter` has passed.
  service.clock.freezeAt(START + 80 * DAY);
  const [first, second] = [duePartition(reserve.id), duePartition(front.id)];
  for (const partition of [first, second, ...partitions('DUE')]) await sweepNow(service, [partition]);
  const { items } = await readAudit(service, reserve.id);
  const due = items.flatMap(({ type, after }) => (after?.dueAt === undefined ? [] : [[type, after.dueAt]]));
  const at = (days: number) => new Date(START + days * DAY).toISOString();
  expect(due.toSorted()).toEqual([
    ['license.expired', at(60)],
    ['license.expiring', at(53)],
    ['reserve.activated', at(30)],
  ]);
});

test('R6.4 an extension of the license in front that comes between the sweep reading and writing is not lost', async () => {
  const { front, reserve } = await reserveBehind(START + 70 * DAY);
  service.clock.freezeAt(START + 80 * DAY);
  const swept = () => sweepNow(service, [duePartition(reserve.id)]);
  await meanwhileWriting(service, () => extend(front.id), swept);
  const { json } = await service.operate('licenses', 'GET /v1/licenses/{id}', { path: { id: reserve.id } });
  expect(json).toMatchObject({ startedAt: null, state: 'expired' });
});

/** Lets `meanwhile` happen on the 31st day, while somebody pays on the 29th for the license in front. */
async function extendWhile(front: Stored, meanwhile: () => Promise<unknown>): Promise<void> {
  const later = async () => {
    service.clock.freezeAt(START + 31 * DAY);
    await meanwhile();
    service.clock.freezeAt(START + 29 * DAY);
  };
  await meanwhileWriting(service, later, () => extend(front.id));
  service.clock.freezeAt(START + 31 * DAY);
}

/** What the device hears on the 31st day, and what the next sweep records of its reserve. */
async function afterwards(reserve: Stored, device: string) {
  const body = { code: reserve.code, product: 'office-pc', device: { fingerprint: device.padEnd(16, '.') } };
  const { json } = await service.ask('validate', 'POST /v1/validations', { body });
  await sweepNow(service);
  const { items } = await readAudit(service, reserve.id);
  return { heard: json, recorded: items.map(({ type }) => type) };
}

function takenOver({ id }: Stored) {
  const heard = expect.objectContaining({ verdict: 'VALID', license: expect.objectContaining({ id, daysLeft: 29 }) });
  return { heard, recorded: expect.arrayContaining(['reserve.activated']) };
}

test('R6.4 a reserve whose turn the sweep has noted keeps it, though an extension is written after that', async () => {
  const { front, reserve, device } = await reserveBehind(null);
  await operate(reserve.id, 'suspend');
  await extendWhile(front, () => sweepNow(service));
  await operate(reserve.id, 'resume');
  expect(await afterwards(reserve, device)).toEqual(takenOver(reserve));
});

test('R6.4 a reserve whose turn an order has noted keeps it, though an extension is written after that', async () => {
  const { front, reserve, device } = await reserveBehind(null);
  await extendWhile(front, () => operate(reserve.id, 'suspend'));
  await operate(reserve.id, 'resume');
  expect(await afterwards(reserve, device)).toEqual(takenOver(reserve));
});

test('R6.5 R13.1 a reserve that is added as the license in front ends is seen by the sweep, though it has been there', async () => {
  service.clock.freezeAt(START);
  const front = await storeLicense(service, { plan: MONTH });
  const reserve = await storeLicense(service, { plan: MONTH });
  const device = `late ${front.id}`;
  await activateOn(service, front.code, device);
  service.clock.freezeAt(START + 30 * DAY - 50);
  const swept = async () => {
    service.clock.freezeAt(START + 30 * DAY + 10);
    await sweepNow(service);
    service.clock.freezeAt(START + 30 * DAY - 50);
  };
  await meanwhileWriting(service, swept, () => activateOn(service, reserve.code, device));
  service.clock.freezeAt(START + 31 * DAY);
  await sweepNow(service);
  const { items } = await readAudit(service, reserve.id);
  const at = new Date(START + 30 * DAY).toISOString();
  expect(items).toContainEqual(
    expect.objectContaining({ type: 'reserve.activated', after: expect.objectContaining({ dueAt: at }) }),
  );
});

test('R6.4 R6.5 a reserve that has started on another device is shown so to who activates it again', async () => {
  service.clock.freezeAt(START);
  const [sooner, later] = [
    await storeLicense(service, { plan: MONTH }),
    await storeLicense(service, { plan: { id: 'two-months', term: { days: 60, starts: 'first_activation' } } }),
  ];
  const reserve = await storeLicense(service);
  await activateOn(service, sooner.code, `sooner ${reserve.id}`);
  await activateOn(service, later.code, `later ${reserve.id}`);
  service.clock.freezeAt(START + 29.6 * DAY);
  for (const name of ['sooner', 'later']) await activateOn(service, reserve.code, `${name} ${reserve.id}`);
  service.clock.freezeAt(START + 30.1 * DAY);
  expect(await activateOn(service, reserve.code, `later ${reserve.id}`)).toMatchObject({
    created: false,
    role: 'reserve',
    license: { state: 'active', startedAt: new Date(START + 30 * DAY).toISOString(), daysLeft: 365 },
  });
});
