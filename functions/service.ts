import { createHash } from 'node:crypto';
import type { LicenseEvent } from './core/event.ts';
import { isRefusal, type Refusal } from './core/refusal.ts';
import type { HttpAnswer } from './http/answer.ts';
import type { HttpDependencies } from './http/endpoint.ts';
import type { HttpRequest } from './http/route.ts';
import { type Clock, systemClock } from './runtime/clock.ts';
import { readEnvironment } from './runtime/environment.ts';
import { provideEssentials } from './runtime/essentials.ts';
import { hashApiKey, hashSource } from './runtime/hashing.ts';
import { createLog, type Log } from './runtime/log.ts';
import { newNonce, type Random, systemRandom } from './runtime/random.ts';
import type { Secrets } from './runtime/secrets.ts';
import { openSecrets } from './runtime/secrets-loader.ts';
import { createSequence } from './runtime/sequence.ts';
import { findApiKey } from './store/api-keys.ts';
import { openDatabase } from './store/client.ts';
import type { EntryMaker, Ledger } from './store/commit.ts';
import { Guesses } from './store/guesses.ts';
import { ImportMarker } from './store/imports.ts';
import { LicenseReader } from './store/licenses.ts';

/** What functions need that read and write the table and touch no secret: made once per process. */
export interface KeylessService extends Pick<HttpDependencies, 'clock' | 'log'> {
  readonly ledger: Ledger;
  readonly licenses: LicenseReader;
  readonly random: Random;
  /** Orders leases and audit entries. */
  readonly nextSequence: (now: number) => number;
}

/** Everything that functions need from outside, made once per process. */
export interface Service extends KeylessService, Required<HttpDependencies> {
  readonly imports: ImportMarker;
  readonly guesses: Guesses;
  readonly secrets: () => Promise<Secrets>;
  /** Public base URL; the `iss` of leases. */
  readonly issuer: string;
}

/** What the local service and tests bring along. */
export interface Overrides {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly random?: Random;
}

/** Opens what needs no secret from environment variables. @throws EnvironmentError naming all that is missing */
function openKeyless(variables: NodeJS.ProcessEnv, overrides: Overrides): KeylessService {
  const environment = readEnvironment(variables, ['table', 'dynamodbEndpoint', 'logLevel']);
  const { clock = systemClock, random = systemRandom } = overrides;
  const log = overrides.log ?? createLog({ level: environment.logLevel, now: clock });
  const nextSequence = createSequence();
  const database = openDatabase({ table: environment.table, endpoint: environment.dynamodbEndpoint });
  return {
    clock,
    log,
    random,
    nextSequence,
    ledger: { ...database, entries: createEntryMaker(random, nextSequence) },
    licenses: new LicenseReader(database),
  };
}

/** Opens the service from environment variables. @throws EnvironmentError naming all that is missing */
export function openService(variables = process.env, overrides: Overrides = {}): Service {
  // Also what the part without secrets reads, so that all that is missing is named at once.
  const environment = readEnvironment(variables, [
    'table',
    'dynamodbEndpoint',
    'issuer',
    'secrets',
    'logLevel',
    'failuresPerWindow',
  ]);
  const keyless = openKeyless(variables, overrides);
  const { ledger, log } = keyless;
  const secrets = openSecrets(environment.secrets, log);
  return {
    ...keyless,
    secrets,
    issuer: environment.issuer,
    imports: new ImportMarker(ledger),
    guesses: new Guesses(ledger, environment.failuresPerWindow),
    authenticate: async (authorization, now) => {
      const key = /^Bearer (\S{1,256})$/i.exec(authorization ?? '')?.[1];
      return key === undefined ? null : findApiKey(ledger, hashApiKey(await secrets(), key), now);
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

/**
 * Answers a request that names a code or a token, unless its source has tried too many unknown ones (docs/security.md).
 * A malformed code counts only where it may be a key of another format, since only there it is looked for (R1.4).
 * @param isUnknown tells an answer, other than a refusal, that says so too
 */
export async function againstGuessing(
  { guesses, imports, secrets }: Service,
  { source, now }: Pick<HttpRequest, 'source' | 'now'>,
  respond: () => Promise<HttpAnswer | Refusal>,
  isUnknown: (answer: HttpAnswer) => boolean = () => false,
): Promise<HttpAnswer | Refusal> {
  return guesses.guard(hashSource(await secrets(), source), now, respond, (answer) => {
    if (!isRefusal(answer)) return isUnknown(answer);
    if (answer.refused === 'code_malformed') return imports.known;
    const named = answer.refused === 'code_unknown' || answer.refused === 'recovery_token_invalid';
    return named || (answer.refused === 'renewal_previous_rejected' && answer.fields?.reason === 'unknown');
  });
}

let current: Service | undefined;
let keyless: KeylessService | undefined;

/** The service of this process; opened from the environment when a function is loaded. */
export function currentService(): Service {
  current ??= openService();
  return current;
}

/** The same for functions that touch no secret, and so may not read any. */
export function currentKeyless(): KeylessService {
  if (current !== undefined) return current;
  keyless ??= openKeyless(process.env, {});
  return keyless;
}

/** Gives this process a service with its own clock; for the local service, before it loads the functions. */
export function provideService(service: Service): void {
  current = service;
  provideEssentials(service);
}
