import { randomBytes } from 'node:crypto';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { createAdjustableClock } from '../../functions/runtime/clock.ts';
import { hashApiKey } from '../../functions/runtime/hashing.ts';
import { createLog } from '../../functions/runtime/log.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import { openService, provideService } from '../../functions/service.ts';
import { putApiKey } from '../../functions/store/api-keys.ts';
import { createTable } from '../../functions/store/create-table.ts';
import { send } from '../support/http-event.ts';
import type { TestService } from '../support/test-service.ts';

/** When the simulated time begins. */
const BEGINNING = Date.UTC(2026, 10, 24, 11);

/** A service without a test runner around it, for runs that take long. */
export async function openSoak(endpoint: string): Promise<TestService> {
  const clock = createAdjustableClock();
  clock.freezeAt(BEGINNING);
  const secrets = createSecrets();
  const variables = {
    LATCHKEY_TABLE: `soak-${randomBytes(8).toString('hex')}`,
    DYNAMODB_ENDPOINT: endpoint,
    LATCHKEY_ISSUER: 'https://licenses.example',
    LATCHKEY_SECRETS: formatSecrets(secrets),
  };
  const log = createLog({ level: 'error', now: clock.now, write: () => undefined });
  const service = openService(variables, { clock: clock.now, log });
  provideService(service);
  await createTable(service.ledger);
  const hash = hashApiKey(secrets, 'operator');
  const scopes = ['support', 'issue', 'read'] as const;
  await putApiKey(service.ledger, { prefix: 'o', hash, name: 'o', scopes, createdAt: BEGINNING, expiresAt: null });
  const handlers: Readonly<Record<string, HttpHandler>> = {
    activate: (await import('../../functions/activate/handler.ts')).handler,
    deactivate: (await import('../../functions/deactivate/handler.ts')).handler,
    validate: (await import('../../functions/validate/handler.ts')).handler,
    operate: (await import('../../functions/operate/handler.ts')).handler,
  };
  const load = async (name: string): Promise<HttpHandler> => {
    const handler = handlers[name];
    if (handler === undefined) throw new Error(`no handler ${name}`);
    return handler;
  };
  const ask: TestService['ask'] = async (name, route, parts = {}) => send(await load(name), route, parts);
  return {
    service,
    secrets,
    clock,
    logged: [],
    load,
    ask,
    operate: (name, route, parts = {}) =>
      ask(name, route, { ...parts, headers: { authorization: 'Bearer operator', ...parts.headers } }),
  };
}
