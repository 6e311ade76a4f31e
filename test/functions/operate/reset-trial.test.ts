import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { anyEngine } from '../../support/engines.ts';
import { activateOn, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

const TRIAL = { id: 'office-trial', kind: 'trial', term: { days: 30, starts: 'first_activation' } } as const;

describe('POST /v1/devices/reset-trial', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
  });

  const reset = (body: object, headers: Record<string, string> = {}) =>
    service.operate('operate', 'POST /v1/devices/reset-trial', { body: { reason: 'sold on', ...body }, headers });

  const trial = () => storeLicense(service, { plan: TRIAL });

  test('R5.3 after it the device may have another trial, once', async () => {
    const [first, second, third] = [await trial(), await trial(), await trial()];
    const { activationId } = await activateOn(service, first.code, 'device-1');
    service.clock.freezeAt(START + 31 * DAY);
    await expect(activateOn(service, second.code, 'device-1')).rejects.toThrow('trial_already_used');
    expect((await reset({ activationId })).json).toEqual({ reset: true });
    expect((await activateOn(service, second.code, 'device-1')).created).toBe(true);
    service.clock.freezeAt(START + 62 * DAY);
    await expect(activateOn(service, third.code, 'device-1')).rejects.toThrow('trial_already_used');
    service.clock.freezeAt(START);
    const path = { id: first.id };
    const events = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path });
    expect(events.json.verified).toBe(true);
    expect(events.json.items).toContainEqual(
      expect.objectContaining({
        type: 'trial.reset',
        actor: 'operator',
        reason: 'sold on',
        before: { trials: [first.id] },
      }),
    );
  });

  test('R5.8 it holds for a device that is known by its components, in each of its records', async () => {
    const [first, second] = [await trial(), await trial()];
    const components = { board: 'b'.repeat(16), disk: 'd'.repeat(16) };
    const activate = (code: string, device: object) =>
      service.ask('activate', 'POST /v1/activations', {
        body: { code, product: 'office-pc', device: { components, platform: 'windows', ...device } },
      });
    const { json } = await activate(first.code, {});
    service.clock.freezeAt(START + 31 * DAY);
    expect((await activate(second.code, {})).json.code).toBe('trial_already_used');
    expect((await reset({ activationId: json.activationId })).json).toEqual({ reset: true });
    expect((await activate(second.code, {})).statusCode).toBe(201);
    service.clock.freezeAt(START);
  });

  test('R5.8 R10.2 it holds for every record that an activation counts, also one that has common parts', async () => {
    const code = (await storeLicense(service, { plan: { id: 'parts', seats: { desktop: 50 } } })).code;
    const activate = async (of: string, device: object) => {
      const body = { code: of, product: 'office-pc', device: { platform: 'windows', ...device } };
      return (await service.ask('activate', 'POST /v1/activations', { body })).json;
    };
    for (let device = 0; device < 5; device += 1) {
      await activate(code, { components: { board: 'common-board', cpu: `cpu ${device}` } });
    }
    const [first, second, other] = [
      await trial(),
      await trial(),
      await storeLicense(service, { plan: { id: 'b', kind: 'beta' } }),
    ];
    await activate(first.code, { components: { board: 'common-board', cpu: 'own cpu' } });
    const fingerprint = 'with own board'.padEnd(16, '.');
    const own = { fingerprint, components: { board: 'own board', cpu: 'own cpu' } };
    service.clock.freezeAt(START + 31 * DAY);
    const { activationId } = await activate(other.code, { fingerprint });
    await activate(other.code, own);
    expect((await activate(second.code, own)).code).toBe('trial_already_used');
    expect((await reset({ activationId })).json).toEqual({ reset: true });
    service.clock.freezeAt(START + 400 * DAY);
    expect((await activate(second.code, own)).code).not.toBe('trial_already_used');
    service.clock.freezeAt(START);
  });

  test('R5.2 what was paid stays: no trial after a commercial license', async () => {
    const [first, second, paid] = [await trial(), await trial(), await storeLicense(service)];
    const { activationId } = await activateOn(service, first.code, 'device-2');
    await activateOn(service, paid.code, 'device-2');
    expect((await reset({ activationId })).json).toEqual({ reset: true });
    await expect(activateOn(service, second.code, 'device-2')).rejects.toThrow('trial_after_commercial');
  });

  test('by license and seat; without any trial there is nothing to forgive', async () => {
    const [tried, paid] = [await trial(), await storeLicense(service)];
    const { seatId } = await activateOn(service, tried.code, 'device-3');
    expect((await reset({ licenseId: tried.id, seatId })).json).toEqual({ reset: true });
    expect((await reset({ licenseId: tried.id, seatId })).json).toEqual({ reset: false });
    const other = await activateOn(service, paid.code, 'device-4');
    expect((await reset({ activationId: other.activationId })).json).toEqual({ reset: false });
  });

  test('the same key answers the same', async () => {
    const { code } = await trial();
    const { activationId } = await activateOn(service, code, 'device-5');
    const headers = { 'idempotency-key': 'reset-1' };
    const answers = await Promise.all([1, 2, 3].map(() => reset({ activationId }, headers)));
    expect(answers.map(({ json }) => json)).toEqual([{ reset: true }, { reset: true }, { reset: true }]);
  });

  test('unknown activations and seats are refused, and half a name of a seat', async () => {
    const { id } = await trial();
    expect((await reset({ activationId: 'act_forged' })).json.code).toBe('activation_unknown');
    expect((await reset({ licenseId: id, seatId: 'desktop.AAAAAAAAAAAAAAAAAAAAAA' })).json.code).toBe('seat_unknown');
    expect((await reset({ licenseId: 'lic_AAAAAAAAAAAAAAAA', seatId: 'x' })).json.code).toBe('seat_unknown');
    expect((await reset({ licenseId: id })).json).toMatchObject({
      code: 'request_invalid',
      errors: [{ pointer: '/seatId' }],
    });
  });
});
