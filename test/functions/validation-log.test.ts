import { beforeAll, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import { anyEngine } from '../support/engines.ts';
import { intercept } from '../support/faults.ts';
import { activateOn, storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';

let service: TestService;

beforeAll(async () => {
  service = await openTestService(anyEngine());
  await storeProducts(service);
});

/** Validates and returns what was logged of it. */
async function validate(body: object) {
  service.logged.length = 0;
  const answer = await service.ask('validate', 'POST /v1/validations', { body });
  expect(answer.statusCode).toBe(200);
  return service.logged.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

test('the line of a validation tells its verdict and mode, since all of them are 200', async () => {
  const { code } = await storeLicense(service, { plan: { id: 'year' } });
  const { activationId } = await activateOn(service, code, 'logged');
  const ask = (name: string) => validate({ activationId, device: { fingerprint: name.padEnd(16, '.') } });
  expect(await ask('logged')).toMatchObject([{ event: 'request.completed', verdict: 'VALID', mode: 'full' }]);
  expect(await ask('another')).toMatchObject([{ event: 'request.completed', verdict: 'DEVICE_MISMATCH', mode: 'off' }]);
  const unknown = { activationId: 'nobody', device: { fingerprint: 'logged'.padEnd(16, '.') } };
  expect(await validate(unknown)).toMatchObject([{ event: 'request.completed', verdict: 'UNKNOWN', mode: 'off' }]);
});

test('what cannot be written besides an answer is logged with its license and its fault', async () => {
  const { code, id } = await storeLicense(service, { plan: { id: 'year' } });
  const { activationId } = await activateOn(service, code, 'next day');
  service.clock.freezeAt(START + DAY);
  const { client } = service.service.ledger;
  intercept(client, 'no-writes', (call) => {
    if (/^(Update|Put|Transact)/.test(call.command)) throw new TypeError('a fault of ours');
    return call.send();
  });
  const lines = await validate({ activationId, device: { fingerprint: 'next day'.padEnd(16, '.') } });
  client.middlewareStack.remove('no-writes');
  expect(lines).toMatchObject([
    { event: 'validation.not_persisted', level: 'warn', licenseId: id, faultName: 'TypeError' },
    { event: 'request.completed', verdict: 'VALID' },
  ]);
});
