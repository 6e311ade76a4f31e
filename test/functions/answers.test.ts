import { beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import { VERDICT_TEXT } from '../../functions/http/verdict-text.ts';
import { anyEngine } from '../support/engines.ts';
import { aProduct, PC } from '../support/states.ts';
import { activateOn, storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

describe('answers', () => {
  let test: TestService;

  beforeAll(async () => {
    test = await openTestService(anyEngine());
    await storeProducts(test);
  });

  it('R1.6 never gives a code out to who asks about it', async () => {
    const { id, code } = await storeLicense(test, { details: { orderId: 'order-1' } });
    const activated = await activateOn(test, code, 'asking');
    const answers = await Promise.all([
      test.operate('licenses', 'POST /v1/licenses/lookup', { body: { code } }),
      test.operate('licenses', 'GET /v1/licenses/{id}', { path: { id } }),
      test.operate('licenses', 'GET /v1/licenses', { query: { orderId: 'order-1' } }),
      test.operate('licenses', 'GET /v1/licenses/export', {}),
      test.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } }),
      test.ask('seats', 'POST /v1/seats', { body: { code } }),
    ]);
    const symbols = code.replaceAll('-', '');
    for (const { body, statusCode } of [...answers, { body: JSON.stringify(activated), statusCode: 200 }]) {
      expect(statusCode).toBe(200);
      expect(body).not.toContain(code);
      expect(body).not.toContain(symbols);
    }
  });

  it('R3.5 warns of a clock that is more than a day off, tells the time, and refuses nothing', async () => {
    const { code } = await storeLicense(test);
    const device = { fingerprint: 'clockless'.padEnd(16, '.'), platform: 'windows' };
    const now = Date.parse('2026-11-24T11:00:00.000Z');
    test.clock.freezeAt(now);
    const warned = async (clientTime: number) => {
      const told = { code, product: PC.id, device, clientTime: new Date(clientTime).toISOString() };
      const activated = await test.ask('activate', 'POST /v1/activations', { body: told });
      const validated = await test.ask('validate', 'POST /v1/validations', { body: told });
      for (const { json } of [activated, validated]) {
        expect(json).toMatchObject({ mode: 'full', serverTime: new Date(now).toISOString() });
      }
      return [activated.json.warnings, validated.json.warnings];
    };
    expect(await warned(now - DAY)).toEqual([[], []]);
    expect(await warned(now + DAY + 1)).toEqual([['clock_skew'], ['clock_skew']]);
    expect(await warned(Date.parse('0001-01-01T00:00:00Z'))).toEqual([['clock_skew'], ['clock_skew']]);
  });

  it('R5.7 repeats a trial on its device while it runs', async () => {
    const { code } = await storeLicense(test, { plan: { id: 'trial', kind: 'trial' } });
    const first = await activateOn(test, code, 'trying');
    test.clock.advance(2 * 86_400);
    const again = await activateOn(test, code, 'trying');
    test.clock.advance(-2 * 86_400);
    expect(again).toMatchObject({ activationId: first.activationId, created: false, role: 'active' });
    expect(again.license).toMatchObject({ expiresAt: (first.license as { expiresAt: string }).expiresAt });
  });

  it('R11.1 answers an activation for the product that asks, also where another one has it already', async () => {
    const tools = aProduct({ id: 'office-tools', platforms: ['linux'], components: ['backup'] });
    await test.service.licenses.catalog.putProduct(tools, 0);
    const plan = { id: 'with-tools', products: [{ id: PC.id }, { id: tools.id }] };
    const { code } = await storeLicense(test, { plan });
    const first = await activateOn(test, code, 'two-systems');
    const device = { fingerprint: 'two-systems'.padEnd(16, '.'), platform: 'linux' };
    const { json } = await test.ask('activate', 'POST /v1/activations', { body: { code, product: tools.id, device } });
    expect(json).toMatchObject({ activationId: first.activationId, mode: 'full', components: { backup: 'on' } });
    const [, claims = ''] = (json as { lease: string }).lease.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: tools.id,
      components: { backup: 'on' },
    });
  });

  it('R8.6 says why, since when and what to do', async () => {
    const { code } = await storeLicense(test);
    const { activationId, license } = await activateOn(test, code, 'ended');
    test.clock.advance(400 * 86_400);
    const body = { activationId, device: { fingerprint: 'ended'.padEnd(16, '.') } };
    const { json } = await test.ask('validate', 'POST /v1/validations', { body });
    test.clock.advance(-400 * 86_400);
    const { expiresAt } = license as { expiresAt: string };
    expect(json).toMatchObject({
      verdict: 'EXPIRED',
      ...VERDICT_TEXT.EXPIRED,
      license: { expiresAt },
      contentUntil: expiresAt,
    });
    for (const [verdict, { remedy }] of Object.entries(VERDICT_TEXT)) {
      expect(remedy === null).toBe(verdict === 'VALID');
    }
  });
});
