import { createHash } from 'node:crypto';
import type { LicenseEvent } from './core/event.ts';
import type { HttpDependencies } from './http/endpoint.ts';
import { type Clock, systemClock } from './runtime/clock.ts';
import { readEnvironment } from './runtime/environment.ts';
import { provideEssentials } from './runtime/essentials.ts';
import { hashApiKey } from './runtime/hashing.ts';
import { createLog, type Log } from './runtime/log.ts';
import { newNonce, type Random, systemRandom } from './runtime/random.ts';
import type { Secrets } from './runtime/secrets.ts';
import { createSecretsLoader } from './runtime/secrets-loader.ts';
import { createSequence } from './runtime/sequence.ts';
import { findApiKey } from './store/api-keys.ts';
import { openDatabase } from './store/client.ts';
import type { EntryMaker, Ledger } from './store/commit.ts';
import { ImportMarker } from './store/imports.ts';
import { LicenseReader } from './store/licenses.ts';

/** Everything that functions need from outside, made once per process. */
export interface Service extends Required<HttpDependencies> {
  readonly ledger: Ledger;
  readonly licenses: LicenseReader;
  readonly imports: ImportMarker;
  readonly secrets: () => Promise<Secrets>;
  readonly random: Random;
  /** Orders leases and audit entries. */
  readonly nextSequence: (now: number) => number;
  /** Public base URL; the `iss` of leases. */
  readonly issuer: string;
}

/** What the local service and tests bring along. */
export interface Surroundings {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly random?: Random;
}

/** Opens the service from environment variables. @throws EnvironmentError naming all that is missing */
export function openService(variables = process.env, surroundings: Surroundings = {}): Service {
  const environment = readEnvironment(variables, ['table', 'dynamodbEndpoint', 'issuer', 'secrets', 'logLevel']);
  const { clock = systemClock, random = systemRandom } = surroundings;
  const log = surroundings.log ?? createLog({ level: environment.logLevel, now: clock });
  const nextSequence = createSequence();
  const database = openDatabase({ table: environment.table, endpoint: environment.dynamodbEndpoint });
  const secrets = createSecretsLoader(environment.secrets);
  return {
    clock,
    log,
    random,
    nextSequence,
    secrets,
    issuer: environment.issuer,
    ledger: { ...database, entries: createEntryMaker(random, nextSequence) },
    licenses: new LicenseReader(database),
    imports: new ImportMarker(database),
    authenticate: async (authorization, now) => {
      const key = /^Bearer (\S{1,256})$/i.exec(authorization ?? '')?.[1];
      return key === undefined ? null : findApiKey(database, hashApiKey(await secrets(), key), now);
    },
  };
}

/** What time alone brings about has always the same id, so that a receiver can drop the second of two (R14.2). */
function createEntryMaker(random: Random, nextOrder: (now: number) => number): EntryMaker {
  return {
    nextOrder,
    entryId: (event) => `evt_${event.dueAt === undefined ? newNonce(random) : hashDue(event)}`,
  };
}

function hashDue({ type, license, dueAt, data }: LicenseEvent): string {
  const text = JSON.stringify([
    license,
    type,
    dueAt,
    data?.seatId ?? null,
    data?.device ?? null,
    data?.daysBefore ?? null,
  ]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

let current: Service | undefined;

/** The service of this process; opened from the environment when a function is loaded. */
export function currentService(): Service {
  current ??= openService();
  return current;
}

/** Gives this process a service with its own clock; for the local service, before it loads the functions. */
export function provideService(service: Service): void {
  current = service;
  provideEssentials(service);
}
