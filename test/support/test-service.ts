import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import { SCOPES } from '../../functions/core/scope.ts';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { createAdjustableClock } from '../../functions/runtime/clock.ts';
import { hashApiKey } from '../../functions/runtime/hashing.ts';
import type { Secrets } from '../../functions/runtime/secrets.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import type { Service } from '../../functions/service.ts';
import { type ApiKey, putApiKey } from '../../functions/store/api-keys.ts';
import { createTable } from '../../functions/store/create-table.ts';
import type { TestEngine } from './engines.ts';
import { type Answered, type RequestParts, send } from './http-event.ts';

/** When tests of the service begin; their clock stands until it is moved. */
export const START = Date.UTC(2026, 10, 24, 11);

export const ISSUER = 'https://licenses.example';

/** A service on a table of its own, with a clock that the test moves. */
export interface TestService {
  readonly service: Service;
  readonly secrets: Secrets;
  readonly clock: ReturnType<typeof createAdjustableClock>;
  /** Lines of the log, to prove what is not in them. */
  readonly logged: string[];
  /** The handler of a function folder, loaded with this service. */
  load(name: string): Promise<HttpHandler>;
  /** Sends a request with a key that has every scope. */
  operate(name: string, route: string, parts?: RequestParts): Promise<Answered>;
  /** Sends a request without a key. */
  ask(name: string, route: string, parts?: RequestParts): Promise<Answered>;
}

/** Opens a service; functions that were loaded before keep theirs, so that suites on two engines stay apart. */
export async function openTestService(
  engine: TestEngine,
  more: Readonly<Record<string, string>> = {},
): Promise<TestService> {
  vi.resetModules();
  const { openService, provideService } = await import('../../functions/service.ts');
  const { createLog } = await import('../../functions/runtime/log.ts');
  const clock = createAdjustableClock();
  clock.freezeAt(START);
  const secrets = createSecrets();
  const logged: string[] = [];
  const log = createLog({ level: 'debug', now: clock.now, write: (line) => logged.push(line) });
  const variables = {
    LATCHKEY_TABLE: `test-${randomBytes(8).toString('hex')}`,
    DYNAMODB_ENDPOINT: engine.endpoint,
    LATCHKEY_ISSUER: ISSUER,
    LATCHKEY_SECRETS: formatSecrets(secrets),
    ...more,
  };
  const service = openService(variables, { clock: clock.now, log });
  provideService(service);
  await createTable(service.ledger);
  await addKey(service, secrets, 'operator', SCOPES);
  const load = async (name: string): Promise<HttpHandler> => {
    const module = (await import(`../../functions/${name}/handler.ts`)) as { handler: HttpHandler };
    return module.handler;
  };
  const ask = async (name: string, route: string, parts: RequestParts = {}) => send(await load(name), route, parts);
  return {
    service,
    secrets,
    clock,
    logged,
    load,
    ask,
    operate: (name, route, parts = {}) =>
      ask(name, route, { ...parts, headers: { authorization: 'Bearer operator', ...parts.headers } }),
  };
}

/** Stores an API key whose text is its name. */
export async function addKey(
  service: Service,
  secrets: Secrets,
  name: string,
  scopes: ApiKey['scopes'],
): Promise<void> {
  const hash = hashApiKey(secrets, name);
  await putApiKey(service.ledger, { prefix: name, hash, name, scopes, createdAt: START, expiresAt: null });
}
