import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import { SCOPES } from '../../functions/core/scope.ts';
import { provideFiles } from '../../functions/pages/built-files.ts';
import { createAdjustableClock } from '../../functions/runtime/clock.ts';
import { ENVIRONMENT_NAMES } from '../../functions/runtime/environment-names.ts';
import { hashApiKey } from '../../functions/runtime/hashing.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets, createSecretsFile } from '../../functions/runtime/secrets-file.ts';
import { openService, provideService, type Service } from '../../functions/service.ts';
import { putApiKey, removeApiKey } from '../../functions/store/api-keys.ts';
import { createTable } from '../../functions/store/create-table.ts';
import { allowRetriesFor } from '../../functions/store/retry.ts';
import { buildPages } from '../pages/build-pages.ts';
import { ROUTES } from '../routes.ts';
import type { LocalConfiguration } from './configuration.ts';
import { lockData } from './data-lock.ts';
import { demonstrationCommands, loadDemonstration } from './demonstration.ts';
import { createAnchoring, createDispatch } from './dispatch.ts';
import { type Engine, startEngine } from './engine.ts';
import { loadHandlers } from './handlers.ts';
import { createLocalHandler, LOCAL_ROUTES } from './local-routes.ts';
import { Outbox } from './outbox.ts';
import { callScheduled, every } from './schedule.ts';
import { createServer } from './server.ts';

/** A local service that runs. */
export interface LocalService {
  readonly url: string;
  stop(): Promise<void>;
}

const TABLE_NAME = 'latchkey';

/** How often what waits in the outbox leaves, in seconds: well within the minute that sealing may take (R14.1). */
const DISPATCH_SECONDS = 5;

/** One process serves everything here, so that a burst of requests waits for the processor. */
const RETRY_MILLISECONDS = 60_000;
const ANCHOR_SECONDS = 3600;

type Variables = Record<string, string | undefined>;

/**
 * Starts engine, table, handlers, schedule and HTTP, and says so. Whatever fails, what was started is stopped again.
 * @throws Error whose message says what is wrong and what to do
 */
export async function startLocalService(
  configuration: LocalConfiguration,
  variables: Variables,
): Promise<LocalService> {
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    if (configuration.keepsData) undo.push(lockData(configuration.data));
    const engine = await startEngine({ dataDirectory: configuration.data });
    undo.push(() => engine.stop());
    const place = await takePort(configuration.port);
    undo.push(() => place.close());
    const early: Socket[] = [];
    place.on('connection', (socket) => early.push(socket));
    const url = `http://127.0.0.1:${(place.address() as AddressInfo).port}`;
    setEnvironment(configuration, engine, url, variables);
    const clock = createAdjustableClock();
    const service = openService(variables, { clock: clock.now });
    provideService(service);
    allowRetriesFor(RETRY_MILLISECONDS);
    provideFiles(buildPages);
    await prepareTable(service, configuration.adminKey);
    const outbox = new Outbox(configuration.keepsData ? configuration.data : null);
    const { flush, deliver } = createDispatch(service, outbox);
    const { handler: sweepHandler } = await import('../../functions/sweep/handler.ts');
    const sweep = async () => {
      const report = await callScheduled(sweepHandler);
      await flush();
      return report;
    };
    const handlers = {
      ...(await loadHandlers(ROUTES)),
      _local: createLocalHandler(service, { clock, outbox, sweep, flush }),
    };
    const server = createServer([...ROUTES, ...LOCAL_ROUTES], handlers);
    server.listen(place);
    await once(server, 'listening');
    for (const socket of early) server.emit('connection', socket.resume());
    undo.push(() => close(server));
    undo.push(every(configuration.sweepSeconds, sweep));
    undo.push(every(DISPATCH_SECONDS, flush));
    undo.push(every(DISPATCH_SECONDS, deliver));
    if (configuration.keepsData) undo.push(every(ANCHOR_SECONDS, createAnchoring(service, configuration.data)));
    await announce(url, configuration.adminKey, engine);
    return { url, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** The handlers read the same names here as in the cloud. */
function setEnvironment(configuration: LocalConfiguration, engine: Engine, url: string, variables: Variables): void {
  const { data, keepsData } = configuration;
  variables[ENVIRONMENT_NAMES.table] ??= TABLE_NAME;
  variables[ENVIRONMENT_NAMES.dynamodbEndpoint] = engine.endpoint;
  variables[ENVIRONMENT_NAMES.issuer] ??= url;
  variables[ENVIRONMENT_NAMES.logLevel] ??= 'warn';
  // Everything here comes from one address.
  variables[ENVIRONMENT_NAMES.failuresPerWindow] ??= '1000';
  variables[ENVIRONMENT_NAMES.secrets] ??= keepsData ? createSecretsFile(data) : formatSecrets(createSecrets());
}

async function prepareTable(service: Service, adminKey: string): Promise<void> {
  await createTable(service.ledger);
  // One of an earlier start may have had another.
  await removeApiKey(service.ledger, 'local-admin', []);
  await putApiKey(service.ledger, {
    prefix: 'local-admin',
    hash: hashApiKey(await service.secrets(), adminKey),
    name: 'Local administrator',
    scopes: SCOPES,
    createdAt: service.clock(),
    expiresAt: null,
  });
}

/**
 * Holds a port, any free one for 0, until the service listens there: the issuer bears it before there are handlers, and
 * no other program may get it meanwhile. Whoever calls before waits.
 */
function takePort(port: number): Promise<NetServer> {
  return new Promise((resolve, reject) => {
    const place = createNetServer({ pauseOnConnect: true });
    place.once('error', (fault: NodeJS.ErrnoException) => {
      const taken = fault.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is in use. Stop what uses it, or set PORT to another one.`) : fault);
    });
    place.listen(port, '127.0.0.1', () => resolve(place));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Prints the demonstration and, last, the line that tells other programs that the service is ready. */
async function announce(url: string, adminKey: string, engine: Engine): Promise<void> {
  const code = await loadDemonstration(async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  });
  console.log(`Latchkey on this machine, engine ${engine.name}.`);
  if (code !== null) {
    console.log(`\nA demonstration code: ${code}\nActivate it, validate it, let a year pass, and see what is left:\n`);
    for (const command of demonstrationCommands(url, code)) console.log(command);
    console.log('');
  }
  console.log(`ready ${url}`);
}
