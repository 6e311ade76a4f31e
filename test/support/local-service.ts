import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { TestEngine } from './engines.ts';

/** An answer of the service over HTTP. */
export interface HttpResult {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: black-box tests read whatever the wire holds
  readonly body: any;
}

/** The local service as its users have it: a process of its own, spoken to over HTTP. */
export interface RunningService {
  readonly url: string;
  readonly pid: number;
  /** Everything that it printed. */
  readonly printed: string[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpResult>;
  /** A call of an application. */
  post(path: string, body: unknown): Promise<HttpResult>;
  /** A call with the administrator's key. */
  operate(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpResult>;
  advance(seconds: number): Promise<void>;
  sweep(): Promise<HttpResult>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const ADMIN_KEY = 'test-admin-key';
const PATIENCE = 60_000;

/** Starts the service on an engine of the tests with a table of its own, or with an engine of its own. */
export async function startService(
  engine: TestEngine | null,
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const child = spawn(process.execPath, ['infra/local/main.ts'], {
    env: {
      ...process.env,
      PORT: '0',
      LATCHKEY_ADMIN_KEY: ADMIN_KEY,
      LATCHKEY_DATA: ':memory:',
      LATCHKEY_SWEEP_SECONDS: '0',
      ...(engine && { DYNAMODB_ENDPOINT: engine.endpoint, LATCHKEY_TABLE: `local-${randomBytes(8).toString('hex')}` }),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  const url = await waitUntilReady(child, printed);
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    request(url + path, method, body, headers);
  return {
    url,
    pid: child.pid ?? 0,
    printed,
    call,
    post: (path, body) => call('POST', path, body),
    operate: (method, path, body, headers = {}) =>
      call(method, path, body, { authorization: `Bearer ${ADMIN_KEY}`, ...headers }),
    advance: async (seconds) => void (await call('PUT', '/_local/clock', { advanceSeconds: seconds })),
    sweep: () => call('POST', '/_local/sweep'),
    stop: (signal = 'SIGTERM') => end(child, signal),
  };
}

async function request(
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<HttpResult> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

function waitUntilReady(child: ChildProcess, printed: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready:\n${printed.join('\n')}`)), PATIENCE);
    const listen = (stream: NodeJS.ReadableStream | null) => {
      if (stream === null) return;
      createInterface(stream).on('line', (line) => {
        printed.push(line);
        const ready = /^ready (\S+)$/.exec(line);
        if (ready?.[1] === undefined) return;
        clearTimeout(timer);
        resolve(ready[1]);
      });
    };
    listen(child.stdout);
    listen(child.stderr);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code}:\n${printed.join('\n')}`));
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}
