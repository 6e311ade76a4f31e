import { setTimeout as delay } from 'node:timers/promises';
import { EXIT, Failure } from './failure.ts';

/** An answer that is no refusal. */
export interface Answer<T> {
  readonly body: T;
  readonly headers: Headers;
}

/** One call of the service. */
export interface Request {
  readonly body?: unknown;
  /** Under which the service does a POST once only; without one each call makes its own. */
  readonly key?: string;
}

/** The service with the key of a profile. */
export interface Api {
  readonly url: string;
  /** @throws Failure with the service's problem, or when it cannot be reached */
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, request?: Request): Promise<Answer<T>>;
}

/** A refusal as the service writes it (RFC 9457). */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** Tries of one call, and the wait before the second, in milliseconds; each further wait is twice as long. */
const TRIES = 7;
const FIRST_WAIT = 500;
const MAX_WAIT = 20_000;
/** The gateway gives up after 30 s. */
const TIMEOUT = 60_000;

/**
 * Opens the service. Every call is safe to repeat, since every POST has its idempotency key: so a call that meets a dead
 * connection, an overload or a deployment is tried again, for about half a minute.
 */
export function openApi(url: string, apiKey: string): Api {
  return {
    url,
    call: async <T>(method: string, path: string, { body, key }: Request = {}) => {
      const headers = {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': key ?? crypto.randomUUID() }),
      };
      const request = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await send(`${url}${path}`, request);
      const isJson = response.headers.get('content-type') === 'application/json';
      // That it has this shape is the contract of the service, whose answers are checked against it.
      return { body: (isJson ? await response.json() : await response.text()) as T, headers: response.headers };
    },
  };
}

async function send(url: string, request: RequestInit): Promise<Response> {
  let failure = new Failure(EXIT.unreachable, `${new URL(url).origin} was not asked.`);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    let wait = FIRST_WAIT * 2 ** (attempt - 1);
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT) });
      if (response.ok) return response;
      const problem = await readProblem(response);
      if (!isTemporary(response.status, problem)) throw refusalOf(response.status, problem);
      failure = new Failure(EXIT.unreachable, `${new URL(url).origin} keeps answering ${response.status}.`, problem);
      wait = Math.max(wait, Number(response.headers.get('retry-after') ?? 0) * 1000);
    } catch (fault) {
      if (fault instanceof Failure) throw fault;
      failure = new Failure(EXIT.unreachable, `${new URL(url).origin} cannot be reached: ${reasonOf(fault)}.`);
    }
    if (attempt < TRIES) await delay(Math.min(MAX_WAIT, wait));
  }
  throw failure;
}

async function readProblem(response: Response): Promise<Problem | null> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return null;
  }
}

/** What passes by itself, as the gateway or the service says: also the same request that is still being worked on. */
function isTemporary(status: number, problem: Problem | null): boolean {
  return problem?.retryable ?? (status === 429 || status >= 502);
}

function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'no connection';
  const cause = fault.cause instanceof Error && 'code' in fault.cause ? String(fault.cause.code) : '';
  return cause || (fault.name === 'TimeoutError' ? 'no answer in time' : fault.message);
}

function refusalOf(status: number, problem: Problem | null): Failure {
  if (problem === null) return new Failure(EXIT.refused, `The service answered ${status}.`);
  const exit = status === 401 || problem.code === 'forbidden' ? EXIT.denied : EXIT.refused;
  const errors = (problem.errors ?? []).map(({ pointer, detail }) => `  ${pointer || '/'}: ${detail}`);
  const remedy = errors.length === 0 ? [problem.remedy] : [];
  return new Failure(exit, [`${problem.detail} (${problem.code})`, ...errors, ...remedy].join('\n'), problem);
}
