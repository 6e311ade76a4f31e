import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const DAY = 86_400;

/** Shifts a program's clock: the program itself is the README's, unchanged. */
const CLOCK = `const now = Date.now; const shift = Number(process.env.CLOCK_SHIFT_SECONDS) * 1000; Date.now = () => now() + shift;`;

const PLAN = {
  name: 'A year with long leases',
  kind: 'commercial',
  family: 'journey',
  term: { days: 365, starts: 'first_activation' },
  seats: { desktop: 5 },
  products: [{ id: 'journey-pc' }],
  lease: { hours: 24 * 14, refreshHours: 12, holdSeatUntilLeaseEnds: false },
};

const PRODUCT = {
  name: 'Journey',
  family: 'journey',
  seatClass: 'desktop',
  platforms: ['windows'],
  components: ['firewall'],
};

interface Service {
  url: string;
  process: ChildProcess;
}

/** `npm start` on a directory that the next start finds again. */
async function startService(data: string): Promise<Service> {
  const environment = { ...process.env, PORT: '0', LATCHKEY_DATA: data, LATCHKEY_SWEEP_SECONDS: '0' };
  const service = spawn(process.execPath, ['infra/local/main.ts'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(service);
  const lines = createInterface({ input: service.stdout });
  for await (const line of lines) {
    const url = /^ready (http:\S+)$/.exec(line)?.[1];
    // What comes after must still be read, else the service waits for room in the pipe.
    if (url !== undefined) {
      service.stdout.resume();
      return { url, process: service };
    }
  }
  throw new Error('the service ended before it was ready');
}

async function stopService(service: Service): Promise<void> {
  const ended = new Promise((resolve) => service.process.once('exit', resolve));
  service.process.kill('SIGTERM');
  await ended;
}

/** Whatever happens in a test, no service outlives it. */
const started: ChildProcess[] = [];

async function call(service: Service, method: string, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(service.url + path, {
    method,
    headers: {
      authorization: 'Bearer local-admin-key',
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  });
  const content = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(content)}`);
  return content;
}

describe('the program of the README against the service, in real processes', () => {
  let folder: string;
  let service: Service;

  /** Runs the program in a folder of its own, so many days after now; @returns the lines that it printed */
  async function runProgram(device: string, days: number, code = ''): Promise<string[]> {
    const cwd = join(folder, device);
    await mkdir(cwd, { recursive: true });
    const program = [
      '--import',
      join(folder, 'clock.mjs'),
      join(folder, 'licensed.mjs'),
      service.url,
      'journey-pc',
      code,
    ];
    const environment = { ...process.env, CLOCK_SHIFT_SECONDS: String(days * DAY) };
    const { stdout } = await run(process.execPath, program, { cwd, env: environment });
    return stdout.trim().split('\n');
  }

  async function issue(): Promise<{ code: string; licenseId: string }> {
    const { codes } = await call(service, 'POST', '/v1/codes', { plan: 'journey-1y', quantity: 1 });
    const [issued] = codes as { code: string; licenseId: string }[];
    if (issued === undefined) throw new Error('no code');
    return issued;
  }

  beforeAll(async () => {
    await run(process.execPath, [join(root, 'infra/package/build-client.ts')]);
    folder = await mkdtemp(join(tmpdir(), 'latchkey-journey-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules/latchkey'));
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const program = /```js\n(\/\/ licensed\.mjs\n[\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(20);
    await writeFile(join(folder, 'licensed.mjs'), program);
    await writeFile(join(folder, 'clock.mjs'), CLOCK);
    service = await startService(join(folder, 'data'));
    await call(service, 'PUT', '/v1/products/journey-pc', { id: 'journey-pc', ...PRODUCT });
    await call(service, 'PUT', '/v1/plans/journey-1y', { id: 'journey-1y', ...PLAN });
  });

  afterAll(async () => {
    for (const process of started) process.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('survives a week without the service, notices the revocation when it is back, and refuses a clock set back', async () => {
    const [lost, set] = [await issue(), await issue()];
    expect(await runProgram('lost', 0, lost.code)).toEqual(['off not_activated', 'full licensed']);
    expect(await runProgram('set', 0, set.code)).toEqual(['off not_activated', 'full licensed']);

    await stopService(service);
    expect(await runProgram('lost', 1)).toEqual(['full licensed']);
    expect(await runProgram('lost', 7)).toEqual(['full licensed']);
    expect(await runProgram('set', 7)).toEqual(['full licensed']);
    expect(await runProgram('set', 1)).toEqual(['off clock_set_back']);

    service = await startService(join(folder, 'data'));
    await call(service, 'PUT', '/_local/clock', { advanceSeconds: 7 * DAY });
    await call(service, 'POST', `/v1/licenses/${lost.licenseId}/revoke`, { reason: 'chargeback' });
    expect(await runProgram('lost', 7)).toEqual(['full licensed', 'off refused']);
    expect(await runProgram('lost', 7)).toEqual(['off refused']);
    // The network forgives the clock.
    expect(await runProgram('set', 1)).toEqual(['off clock_set_back', 'full licensed']);
    expect(await runProgram('set', 1)).toEqual(['full licensed']);
  });
});
