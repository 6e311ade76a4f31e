import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { anyEngine } from '../../support/engines.ts';
import { activateOn, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

describe('POST /v1/licenses/{id}/rotate-code', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
  });

  const rotate = (id: string, headers: Record<string, string> = {}) =>
    service.operate('operate', 'POST /v1/licenses/{id}/rotate-code', {
      path: { id },
      body: { reason: 'lost' },
      headers,
    });

  const activate = async (code: unknown, fingerprint: string) =>
    service.ask('activate', 'POST /v1/activations', {
      body: { code, product: 'office-pc', device: { fingerprint: fingerprint.padEnd(16, '.'), platform: 'windows' } },
    });

  test('R12.2 the new code works, the old one answers code_rotated, an active device goes on', async () => {
    const { id, code } = await storeLicense(service);
    await activateOn(service, code, 'device-1');
    const rotated = await rotate(id);
    expect(rotated.statusCode).toBe(200);
    expect(rotated.json.code).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/);
    expect(rotated.json.codeHint).toBe(`*****-*****-*****-${String(rotated.json.code).slice(-5)}`);
    expect((await activate(code, 'device-2')).json.code).toBe('code_rotated');
    expect((await activate(code, 'device-1')).statusCode).toBe(200);
    expect((await activate(rotated.json.code, 'device-2')).statusCode).toBe(201);
  });

  test('R1.5 the same key gives the same code again within 24 h, also when the requests race', async () => {
    const { id } = await storeLicense(service);
    const headers = { 'idempotency-key': 'rotation-1' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => rotate(id, headers)));
    const codes = new Set(answers.map(({ json }) => json.code));
    expect(codes.size).toBe(1);
    service.clock.advance(86_399);
    expect((await rotate(id, headers)).json.code).toBe([...codes][0]);
    service.clock.advance(1);
    const later = await rotate(id, headers);
    expect([later.statusCode, codes.has(later.json.code)]).toEqual([200, false]);
    service.clock.freezeAt(START);
    const events = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    expect((events.json.items as { type: string }[]).map(({ type }) => type)).toEqual(['code.rotated', 'code.rotated']);
  });

  test('rotations that race without a key each give a code, and the last one alone works', async () => {
    const { id } = await storeLicense(service);
    const answers = await Promise.all(Array.from({ length: 4 }, () => rotate(id)));
    const codes = answers.map(({ json }) => String(json.code));
    expect(new Set(codes).size).toBe(4);
    const outcomes = await Promise.all(codes.map(async (code) => (await activate(code, code)).statusCode));
    expect(outcomes.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([201, 409, 409, 409]);
  });

  test('R1.5 neither the code nor what it is made of without the secret stands in the table or the log', async () => {
    const { id } = await storeLicense(service);
    const { json } = await rotate(id, { 'idempotency-key': 'rotation-2' });
    const code = String(json.code);
    const { client, table } = service.service.ledger;
    const everything = JSON.stringify((await client.send(new ScanCommand({ TableName: table }))).Items);
    for (const text of [code, code.replaceAll('-', ''), code.slice(0, 17)]) {
      expect(everything).not.toContain(text);
      expect(service.logged.join('\n')).not.toContain(text);
    }
  });

  test('support looks up a license by its code, also by one that was rotated', async () => {
    const { id, code } = await storeLicense(service);
    const { json } = await rotate(id);
    for (const known of [code, json.code]) {
      const answer = await service.operate('licenses', 'POST /v1/licenses/lookup', { body: { code: known } });
      expect([answer.statusCode, answer.json.id]).toEqual([200, id]);
    }
    const unknown = { code: '00000-00000-00000-00000' };
    const answer = await service.operate('licenses', 'POST /v1/licenses/lookup', { body: unknown });
    expect(answer.json.code).toBe('code_unknown');
    const malformed = await service.operate('licenses', 'POST /v1/licenses/lookup', { body: { code: 'ABC' } });
    expect(malformed.json.code).toBe('code_malformed');
  });
});
