import { beforeAll, describe, expect, test } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { activateOn, storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

const ODD = ['no such thing!', 'a+b/c=', '\u00e9', 'x'.repeat(1024)];

/** Values that the service gives and clients send back may be anything: what it did not give has a refusal of its own. */
describe('values that the service did not give', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
  });

  test.each(ODD)('R12.2 a token that is none cannot be confirmed: %s', async (token) => {
    const { statusCode, json } = await service.ask('recover', 'POST /v1/recoveries/confirm', { body: { token } });
    expect([statusCode, json.code]).toEqual([410, 'recovery_token_invalid']);
  });

  test.each(ODD)('R4.3 a seat that is none is unknown: %s', async (seatId) => {
    const { id, code } = await storeLicense(service);
    const owner = await service.ask('seats', 'POST /v1/seats/release', { body: { code, seatId } });
    const path = { id, seatId };
    const body = { reason: 'of a test' };
    const operator = await service.operate('operate', 'DELETE /v1/licenses/{id}/seats/{seatId}', { path, body });
    for (const { statusCode, json } of [owner, operator]) {
      expect([statusCode, json.code]).toEqual([404, 'seat_unknown']);
    }
  });

  test.each(ODD)('R6.7 a confirmation that is none is asked for again: %s', async (confirm) => {
    const name = `replacing ${ODD.indexOf(confirm)}`;
    const [old, fresh] = [await storeLicense(service), await storeLicense(service)];
    await activateOn(service, old.code, name);
    const device = { fingerprint: name.padEnd(16, '.'), platform: 'windows' };
    const body = { code: fresh.code, product: 'office-pc', device, replace: true, confirm };
    const { statusCode, json } = await service.ask('activate', 'POST /v1/activations', { body });
    expect([statusCode, json.code]).toEqual([409, 'replacement_confirmation_required']);
  });

  test('R1.4 a code of any length is malformed, and no key of another system', async () => {
    const device = { fingerprint: 'long'.padEnd(16, '.'), platform: 'windows' };
    const body = { code: 'A'.repeat(4096), product: 'office-pc', device };
    const { statusCode, json } = await service.ask('activate', 'POST /v1/activations', { body });
    expect([statusCode, json.code, json.problem]).toEqual([422, 'code_malformed', 'length']);
  });

  test('a list from its beginning may be asked for by an empty cursor', async () => {
    const { id } = await storeLicense(service, { details: { orderId: 'order-of-lists' } });
    const query = { batch: '', email: '', orderId: 'order-of-lists', cursor: '', limit: '' };
    const { statusCode, json } = await service.operate('licenses', 'GET /v1/licenses', { query });
    expect([statusCode, (json.items as { id: string }[]).map((one) => one.id)]).toEqual([200, [id]]);
  });
});
