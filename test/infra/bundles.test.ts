import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { FUNCTION_NAMES } from '../../infra/functions.ts';
import { ROUTES } from '../../infra/routes.ts';
import { anyEngine } from '../support/engines.ts';
import { type Answered, buildEvent, type RequestParts, send } from '../support/http-event.ts';
import { ISSUER, openTestService } from '../support/test-service.ts';
import { type Assembly, SYNTHESIS, synthesize } from './synthesize.ts';

const load = createRequire(import.meta.url);
const PC = { id: 'office-pc', name: 'Office', family: 'office', seatClass: 'desktop', platforms: ['windows'] };
const PLAN = {
  id: 'office-1y',
  name: 'Office, one year',
  kind: 'commercial',
  family: 'office',
  term: { days: 365, starts: 'first_activation' },
  seats: { desktop: 2 },
  products: [{ id: PC.id }],
};
const device = { fingerprint: 'a-device-of-a-bundle-test' };

let made: Assembly;
beforeAll(async () => {
  made = await synthesize({ stage: 'dev' });
  const { service, secrets } = await openTestService(anyEngine());
  vi.stubEnv('LATCHKEY_TABLE', service.ledger.table);
  vi.stubEnv('DYNAMODB_ENDPOINT', anyEngine().endpoint);
  vi.stubEnv('LATCHKEY_ISSUER', ISSUER);
  vi.stubEnv('LATCHKEY_SECRETS', formatSecrets(secrets));
  vi.stubEnv('LATCHKEY_LOG_LEVEL', 'error');
}, SYNTHESIS);
afterAll(() => vi.unstubAllEnvs());

function bundleOf(folder: string): string {
  const id = `${folder.charAt(0).toUpperCase()}${folder.slice(1)}Function`;
  return join(made.directory, String(made.resources[id]?.Metadata?.['aws:asset:path']), 'handler.cjs');
}

function handlerOf<H = HttpHandler>(folder: string): H {
  return (load(bundleOf(folder)) as { handler: H }).handler;
}

function operate(folder: string, route: string, parts: RequestParts): Promise<Answered> {
  return send(handlerOf(folder), route, { ...parts, headers: { authorization: 'Bearer operator', ...parts.headers } });
}

describe('bundles as they are deployed', () => {
  test('issue, activate, validate, deactivate and sweep', async () => {
    const product = await operate('catalog', 'PUT /v1/products/{id}', { path: { id: PC.id }, body: PC });
    expect(product.statusCode).toBeLessThan(300);
    const plan = await operate('catalog', 'PUT /v1/plans/{id}', { path: { id: PLAN.id }, body: PLAN });
    expect(plan.statusCode).toBeLessThan(300);
    const headers = { 'idempotency-key': 'bundles-1' };
    const issued = await operate('issue', 'POST /v1/codes', { headers, body: { plan: PLAN.id, quantity: 1 } });
    expect(issued.statusCode).toBe(201);
    const [{ code } = { code: '' }] = issued.json.codes as { code: string }[];

    const request = { code, product: PC.id, device: { ...device, platform: 'windows' } };
    const activated = await send(handlerOf('activate'), 'POST /v1/activations', { body: request });
    expect(activated).toMatchObject({ statusCode: 201, json: { created: true, mode: 'full' } });
    const question = { activationId: activated.json.activationId, device };
    const validated = await send(handlerOf('validate'), 'POST /v1/validations', { body: question });
    expect(validated).toMatchObject({ statusCode: 200, json: { verdict: 'VALID' } });
    const released = await send(handlerOf('deactivate'), 'POST /v1/deactivations', { body: question });
    expect(released).toMatchObject({ statusCode: 200, json: { released: true } });

    const sweep = handlerOf<(event: object, context: Context) => Promise<object>>('sweep');
    const context = { awsRequestId: 'sweep-1', getRemainingTimeInMillis: () => 60_000 } as Context;
    expect(await sweep({ source: 'latchkey.schedule' }, context)).toMatchObject({ examined: 0, changed: 0 });
  });

  test.each(ROUTES)('$method $path is known to the function $function', async ({ method, path, function: folder }) => {
    const parts = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
    const handler = handlerOf(folder);
    const { statusCode } = await handler(buildEvent(`${method} ${path}`, parts), {} as Context);
    expect(statusCode).not.toBe(500);
    // What needs a key or a body says so; only a route that the function has not got is not found. Assets are files.
    expect(path.includes('{asset+}') ? null : statusCode).not.toBe(404);
  });

  test('a route that is not in the table is known to no function', async () => {
    for (const folder of new Set(ROUTES.map((route) => route.function))) {
      const answered = await send(handlerOf(folder), 'POST /v1/nothing', { body: {} });
      expect([folder, answered.statusCode]).toEqual([folder, 404]);
    }
  });

  test('a body that API Gateway encoded is read', async () => {
    const body = Buffer.from('{"code":"short"}').toString('base64');
    const headers = { 'content-type': 'application/json' };
    const parts = { headers, body, isBase64Encoded: true };
    const answered = await send(handlerOf('seats'), 'POST /v1/seats', parts);
    expect(answered).toMatchObject({ statusCode: 422, json: { code: 'code_malformed' } });
  });

  test.each(FUNCTION_NAMES)('%s carries no credential provider, no endpoint rules and no map', (folder) => {
    const code = readFileSync(bundleOf(folder), 'utf8');
    expect(code).not.toMatch(/sso-oidc|AssumeRoleWithWebIdentity|sourceMappingURL|endpoint-cache/);
  });
});
