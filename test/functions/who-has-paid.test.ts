import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import { anyEngine } from '../support/engines.ts';
import { type Call, intercept, type Sent } from '../support/faults.ts';
import { readAudit } from '../support/read-audit.ts';
import { activateOn, storeLicense, storePlan, storeProducts } from '../support/stored-license.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';

/** Who has paid is known as such, however that came about. */
let service: TestService;

beforeAll(async () => {
  service = await openTestService(anyEngine());
  await storeProducts(service);
});

test('R5.2 R7.1 what an operator has made a paid license proves renewals, and lets no trial in', async () => {
  service.clock.freezeAt(START);
  const year = { days: 365, starts: 'first_activation' } as const;
  await storePlan(service, { id: 'bought', term: year });
  const buy = async (id: string) => {
    const body = { plan: 'bought', reason: 'paid' };
    expect((await service.operate('licenses', 'PATCH /v1/licenses/{id}', { path: { id }, body })).statusCode).toBe(200);
  };
  const [tried, tested] = [
    await storeLicense(service, { plan: { id: 'bought-trial', kind: 'trial' } }),
    await storeLicense(service, { plan: { id: 'bought-beta', kind: 'beta' } }),
  ];
  await activateOn(service, tried.code, 'tried');
  await activateOn(service, tested.code, 'tested');
  await buy(tried.id);
  await buy(tested.id);
  service.clock.freezeAt(START + 400 * DAY);
  const renewal = await storeLicense(service, { plan: { id: 'renewing', renewal: { withoutPreviousDays: 30 } } });
  expect(await activateOn(service, renewal.code, 'tried')).toMatchObject({ created: true });
  const { items } = await readAudit(service, tried.id);
  expect(items.map(({ type }) => type)).toContain('license.renewed');
  const trial = await storeLicense(service, { plan: { id: 'late-trial', kind: 'trial' } });
  await expect(activateOn(service, trial.code, 'tested')).rejects.toThrow('trial_after_commercial');
});

test('R12.2 R7.4 a code that has been rotated funds no renewal', async () => {
  service.clock.freezeAt(START);
  const [previous, renewal] = [
    await storeLicense(service),
    await storeLicense(service, { plan: { id: 'renewed-by-code', renewal: { withoutPreviousDays: 30 } } }),
  ];
  const path = { id: previous.id };
  const rotated = await service.operate('operate', 'POST /v1/licenses/{id}/rotate-code', {
    path,
    body: { reason: 'leaked' },
  });
  const activate = (previousCode: unknown) => {
    const device = { fingerprint: 'by-code'.padEnd(16, '.'), platform: 'windows' };
    const body = { code: renewal.code, product: 'office-pc', device, previousCode };
    return service.ask('activate', 'POST /v1/activations', { body });
  };
  expect((await activate(previous.code)).json).toMatchObject({ code: 'renewal_previous_rejected', reason: 'unknown' });
  expect((await activate(rotated.json.code)).statusCode).toBe(201);
});

test('R7.3 a previous code is malformed or unknown also where keys of another system were imported', async () => {
  service.clock.freezeAt(START);
  const plan = await storePlan(service, { id: 'imported-too' });
  const body = { plan: plan.id, items: [{ key: 'KEY-OF-ANOTHER-SYSTEM' }] };
  expect((await service.operate('issue', 'POST /v1/codes/import', { body })).statusCode).toBe(201);
  const { code } = await storeLicense(service, { plan: { id: 'renewed-badly', renewal: { withoutPreviousDays: 30 } } });
  const reasonOf = async (previousCode: string) => {
    const device = { fingerprint: 'renewed-badly'.padEnd(16, '.'), platform: 'windows' };
    const request = { body: { code, product: 'office-pc', device, previousCode } };
    return (await service.ask('activate', 'POST /v1/activations', request)).json.reason;
  };
  expect(await reasonOf('AAAAA-AAAAA-AAAAA-AAAAU')).toBe('malformed');
  expect(await reasonOf('00000-00000-00000-00000')).toBe('unknown');
});

test('R2.8 R3.2 a repeat tells nobody who has just paid that his license has ended', async () => {
  service.clock.freezeAt(START);
  const { id, code } = await storeLicense(service, {
    plan: { id: 'paid-late', term: { days: 1, starts: 'first_activation' } },
  });
  await activateOn(service, code, 'paid in time');
  service.clock.freezeAt(START + DAY / 2);
  await activateOn(service, code, 'paid late');
  service.clock.freezeAt(START + DAY + 1);
  const { client } = service.service.ledger;
  const old: Sent[] = [];
  const isOld = ({ input }: Call) => /"ConsistentRead":false/.test(JSON.stringify(input));
  intercept(client, 'before', async (call) => {
    const sent = await call.send();
    if (isOld(call)) old.push(sent);
    return sent;
  });
  expect(await activateOn(service, code, 'paid late')).toMatchObject({ license: { state: 'expired' } });
  client.middlewareStack.remove('before');
  const extension = { path: { id }, body: { reason: 'paid', days: 30 } };
  expect((await service.operate('operate', 'POST /v1/licenses/{id}/extend', extension)).statusCode).toBe(200);
  intercept(client, 'after', async (call) => (isOld(call) ? (old.shift() ?? call.send()) : call.send()));
  const again = await activateOn(service, code, 'paid late');
  client.middlewareStack.remove('after');
  expect(again).toMatchObject({ created: false, mode: 'full', license: { state: 'active' } });
});
