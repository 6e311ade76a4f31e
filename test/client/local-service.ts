import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** `npm start` as a process of its own. */
export interface LocalService {
  readonly url: string;
  call(method: string, path: string, body: object): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Whatever happens in a test, no service outlives it. */
export function killServices(): void {
  for (const service of running) service.kill('SIGKILL');
}

/**
 * @param data a directory that the next start finds again
 * @param port 0 for any free one
 */
export async function startLocalService(data: string, port = 0): Promise<LocalService> {
  const environment = { ...process.env, PORT: String(port), LATCHKEY_DATA: data, LATCHKEY_SWEEP_SECONDS: '0' };
  const service = spawn(process.execPath, ['infra/local/main.ts'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(service);
  const ended = new Promise<void>((resolve) => {
    service.once('exit', () => {
      running.delete(service);
      resolve();
    });
  });
  for await (const line of createInterface({ input: service.stdout })) {
    const url = /^ready (http:\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    // What comes after must still be read, else the service waits for room in the pipe.
    service.stdout.resume();
    return {
      url,
      call: (method, path, body) => call(url, method, path, body),
      stop: () => {
        service.kill('SIGTERM');
        return ended;
      },
    };
  }
  throw new Error('the service ended before it was ready');
}

async function call(url: string, method: string, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url + path, {
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

/** Puts two products for one sort of seat, and a plan with leases of two weeks. */
export async function putJourneyPlan(service: LocalService): Promise<void> {
  for (const id of ['journey-pc', 'journey-backup']) {
    await service.call('PUT', `/v1/products/${id}`, {
      id,
      name: 'Journey',
      family: 'journey',
      seatClass: 'desktop',
      platforms: ['windows'],
      components: ['firewall'],
    });
  }
  await service.call('PUT', '/v1/plans/journey-1y', {
    id: 'journey-1y',
    name: 'A year with long leases',
    kind: 'commercial',
    family: 'journey',
    term: { days: 365, starts: 'first_activation' },
    seats: { desktop: 2 },
    products: [{ id: 'journey-pc' }, { id: 'journey-backup' }],
    lease: { hours: 24 * 14, refreshHours: 12, holdSeatUntilLeaseEnds: false },
    selfService: { releasesPerYear: 3, cooldownHours: 0 },
  });
}

/** Issues one code of that plan. */
export async function issueJourneyCode(service: LocalService): Promise<{ code: string; licenseId: string }> {
  const { codes } = await service.call('POST', '/v1/codes', { plan: 'journey-1y', quantity: 1 });
  const [issued] = codes as { code: string; licenseId: string }[];
  if (issued === undefined) throw new Error('no code was issued');
  return issued;
}
