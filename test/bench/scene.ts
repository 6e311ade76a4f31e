import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SCOPES } from '../../functions/core/scope.ts';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { createAdjustableClock } from '../../functions/runtime/clock.ts';
import { hashApiKey } from '../../functions/runtime/hashing.ts';
import { createLog } from '../../functions/runtime/log.ts';
import type { Secrets } from '../../functions/runtime/secrets.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import { openService, provideService, type Service } from '../../functions/service.ts';
import { putApiKey } from '../../functions/store/api-keys.ts';
import { createTable } from '../../functions/store/create-table.ts';
import { startEngine } from '../../infra/local/engine.ts';
import { type Answered, type RequestParts, send } from '../support/http-event.ts';
import { aPlan, MAC, PC, PHONE } from '../support/states.ts';

/** When measurements begin; their clock stands until it is moved. */
export const BEGINNING = Date.UTC(2026, 10, 24, 11);

export interface Code {
  readonly code: string;
  readonly licenseId: string;
}

/** The deployed handlers on an engine of their own, called as Lambda calls them. */
export interface Scene {
  readonly service: Service;
  readonly secrets: Secrets;
  readonly clock: ReturnType<typeof createAdjustableClock>;
  readonly endpoint: string;
  /** A client of the AWS SDK as it comes, for what the service is compared with. */
  readonly bare: DynamoDBClient;
  call(name: string, route: string, parts?: RequestParts): Promise<Answered>;
  /** @param seats of class desktop, which makes a plan of its own */
  issue(quantity: number, seats?: number): Promise<readonly Code[]>;
  /** @returns the activation id */
  activate(code: string, device: string): Promise<string>;
  validate(activationId: string, device: string): Promise<Answered>;
}

let opened: Promise<Scene> | undefined;

/** The scene of this run; handlers are loaded with one service, so that all parts share it. */
export function openScene(): Promise<Scene> {
  opened ??= open();
  return opened;
}

export function fingerprint(device: string): string {
  return `fingerprint-of-${device}`;
}

async function open(): Promise<Scene> {
  const engine = await startEngine({ dataDirectory: ':memory:' });
  const { endpoint } = engine;
  process.once('exit', () => void engine.stop());
  const clock = createAdjustableClock();
  clock.freezeAt(BEGINNING);
  const secrets = createSecrets();
  const variables = {
    LATCHKEY_TABLE: `bench-${randomBytes(8).toString('hex')}`,
    DYNAMODB_ENDPOINT: endpoint,
    LATCHKEY_ISSUER: 'https://licenses.example',
    LATCHKEY_SECRETS: formatSecrets(secrets),
  };
  process.env.LATCHKEY_STAGE = 'local';
  const log = createLog({ level: 'info', now: clock.now, write: () => undefined });
  const service = openService(variables, { clock: clock.now, log });
  provideService(service);
  await createTable(service.ledger);
  const hash = hashApiKey(secrets, 'operator');
  await putApiKey(service.ledger, {
    prefix: 'o',
    hash,
    name: 'o',
    scopes: SCOPES,
    createdAt: BEGINNING,
    expiresAt: null,
  });
  const { catalog } = service.licenses;
  for (const product of [PC, MAC, PHONE]) await catalog.putProduct(product, 0);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const bare = new DynamoDBClient({ endpoint, region: 'local', credentials });
  return { service, secrets, clock, endpoint, bare, ...useHandlers(service) };
}

function useHandlers(service: Service): Pick<Scene, 'call' | 'issue' | 'activate' | 'validate'> {
  const loaded = new Map<string, Promise<{ readonly handler: HttpHandler }>>();
  const call: Scene['call'] = async (name, route, parts = {}) => {
    const module =
      loaded.get(name) ?? (import(`../../functions/${name}/handler.ts`) as Promise<{ handler: HttpHandler }>);
    loaded.set(name, module);
    const headers = { authorization: 'Bearer operator', ...parts.headers };
    const answered = await send((await module).handler, route, { ...parts, headers });
    if ((answered.statusCode ?? 500) >= 400) throw new Error(`${route}: ${answered.body}`);
    return answered;
  };
  const plans = new Set<string>();
  return {
    call,
    issue: async (quantity, seats = 3) => {
      const plan = aPlan({ id: `seats-${seats}`, seats: { desktop: seats } });
      if (!plans.has(plan.id)) await service.licenses.catalog.putPlan(plan, 0);
      plans.add(plan.id);
      const { json } = await call('issue', 'POST /v1/codes', { body: { plan: plan.id, quantity } });
      return json.codes as Code[];
    },
    activate: async (code, device) => {
      const body = { code, product: PC.id, device: { fingerprint: fingerprint(device), platform: 'windows' } };
      return String((await call('activate', 'POST /v1/activations', { body })).json.activationId);
    },
    validate: (activationId, device) =>
      call('validate', 'POST /v1/validations', {
        body: { activationId, device: { fingerprint: fingerprint(device) } },
      }),
  };
}
