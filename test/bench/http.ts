import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import autocannon, { type Result } from 'autocannon';
import type { Findings, Part } from './part.ts';

const ADMIN_KEY = 'bench-admin-key';
const PATIENCE = 60_000;

interface Local {
  readonly url: string;
  stop(): Promise<void>;
}

/** The local service as its users start it, in a process of its own. */
async function startLocal(): Promise<Local> {
  const child = spawn(process.execPath, ['infra/local/main.ts'], {
    env: {
      ...process.env,
      PORT: '0',
      LATCHKEY_ADMIN_KEY: ADMIN_KEY,
      LATCHKEY_DATA: ':memory:',
      LATCHKEY_SWEEP_SECONDS: '0',
      LATCHKEY_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  };
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    clearTimeout(timer);
    child.stdout.resume();
    return { url, stop };
  }
  throw new Error('the local service does not start');
}

async function call(url: string, method: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` };
  const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  const json = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
  return json;
}

const PRODUCT = { id: 'bench-pc', name: 'Bench', family: 'bench', seatClass: 'desktop', platforms: ['windows'] };
const PLAN = {
  id: 'bench-1y',
  name: 'Bench, one year',
  kind: 'commercial',
  family: 'bench',
  term: { days: 365, starts: 'first_activation' },
  seats: { desktop: 5 },
  products: [{ id: PRODUCT.id }],
};
const device = { fingerprint: 'fingerprint-of-a-bench' };

async function activateOne(url: string): Promise<unknown> {
  await call(url, 'PUT', `/v1/products/${PRODUCT.id}`, PRODUCT);
  await call(url, 'PUT', `/v1/plans/${PLAN.id}`, PLAN);
  const { codes } = await call(url, 'POST', '/v1/codes', { plan: PLAN.id, quantity: 1 });
  const [first] = codes as { code: string }[];
  const body = { code: first?.code, product: PRODUCT.id, device: { ...device, platform: 'windows' } };
  return (await call(url, 'POST', '/v1/activations', body)).activationId;
}

/** The local service under autocannon: HTTP, the handler, the engine, all on this machine. */
export const http: Part = {
  name: 'http',
  async run(quick): Promise<Findings> {
    const local = await startLocal();
    try {
      const activationId = await activateOne(local.url);
      const duration = quick ? 4 : 15;
      const results: [string, Result][] = [];
      for (const [what, options] of [
        ['GET /health, which reads nothing', { url: `${local.url}/health` }],
        [
          'POST /v1/validations',
          {
            url: `${local.url}/v1/validations`,
            method: 'POST' as const,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ activationId, device }),
          },
        ],
      ] as const) {
        results.push([what, await autocannon({ ...options, connections: 16, duration })]);
      }
      const rows = results.map(([what, result]) => [
        what,
        result.requests.average.toFixed(0),
        String(result.latency.p50),
        String(result.latency.p99),
        String(result['2xx']),
        String(result.non2xx + result.errors),
      ]);
      const columns = ['request', 'a second', 'p50, ms', 'p99, ms', 'answered', 'not'];
      const note = `\`npm start\` in one process with its engine beside it, 16 connections for ${duration} s from the same machine.`;
      const failed = results.reduce((sum, [, result]) => sum + result.non2xx + result.errors, 0);
      const target = { what: 'http: requests that fail', limit: '0', measured: String(failed), met: failed === 0 };
      return { tables: [{ title: 'The local service over HTTP', note, columns, rows }], targets: [target] };
    } finally {
      await local.stop();
    }
  },
};
