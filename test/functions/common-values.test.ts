import { beforeAll, describe, expect, test } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

type Parts = Readonly<Record<string, string>>;

/** R10.2: what more than four devices share tells nothing, by whatever a device is asked about. */
describe('R10.2 common values', () => {
  let service: TestService;
  let code: string;

  async function activate(parts: Parts) {
    const body = { code, product: 'office-pc', device: { components: parts, platform: 'windows' } };
    return (await service.ask('activate', 'POST /v1/activations', { body })).json;
  }

  async function verdictOf(activationId: unknown, components: Parts) {
    const body = { activationId, device: { components } };
    return (await service.ask('validate', 'POST /v1/validations', { body })).json.verdict;
  }

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
    code = (await storeLicense(service, { plan: { id: 'parts', seats: { desktop: 50 } } })).code;
    for (let device = 0; device < 5; device += 1) {
      await activate({ board: 'model-b', cpu: `cpu ${device}`, disk: `disk of b ${device}` });
      await activate({ board: `board ${device}`, cpu: 'model-c', disk: `disk of c ${device}` });
    }
  });

  test('R10.4 a device with equal common parts is another one, also by the id of an activation', async () => {
    const { activationId } = await activate({ board: 'model-b', cpu: 'model-c', disk: 'own disk' });
    const other = { board: 'model-b', cpu: 'model-c', disk: 'other disk' };
    expect(await verdictOf(activationId, other)).toBe('DEVICE_MISMATCH');
    const body = { activationId, device: { components: other } };
    expect((await service.ask('deactivate', 'POST /v1/deactivations', { body })).json.code).toBe('device_mismatch');
    expect(await verdictOf(activationId, { board: 'model-b', cpu: 'model-c', disk: 'own disk' })).toBe('VALID');
    expect(await activate(other)).toMatchObject({ created: true });
  });

  test('R10.2 a common part that was replaced does not count against the device, by a code and by its id', async () => {
    const byCode = { board: 'model-b', cpu: 'model-c', disk: 'disk that stays' };
    const { activationId } = await activate(byCode);
    const again = await activate({ ...byCode, board: 'another board' });
    expect(again).toMatchObject({ activationId, created: false, changedComponents: ['board'] });
    const byId = { ...byCode, disk: 'another disk that stays' };
    const other = await activate(byId);
    expect(await verdictOf(other.activationId, { ...byId, board: 'one more board' })).toBe('VALID');
  });

  test('R10.2 a device of which every part is common is known by its id', async () => {
    for (let device = 0; device < 5; device += 1) {
      await activate({ board: 'model-b', cpu: 'model-c', disk: 'image' });
    }
    const { activationId } = await activate({ board: 'model-b', cpu: 'model-c', disk: 'image' });
    expect(await verdictOf(activationId, { board: 'model-b', cpu: 'model-c', disk: 'image' })).toBe('VALID');
  });
});
