import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage } from './installed-package.ts';
import {
  issueJourneyCode,
  killServices,
  type LocalService,
  putJourneyPlan,
  root,
  startLocalService,
} from './local-service.ts';

const run = promisify(execFile);
const DAY = 86_400;

/** Milliseconds for a build, or for many starts, on a machine with other work to do. */
const PATIENCE = 120_000;

/** Shifts a program's clock: the program itself is the README's. */
const CLOCK = `const now = Date.now; const shift = Number(process.env.CLOCK_SHIFT_SECONDS) * 1000; Date.now = () => now() + shift;`;

describe('the program of the README against the service, in real processes', () => {
  let folder: string;
  let program: string;
  let service: LocalService;

  /** Runs the program in a folder of its own, so many days after now; @returns the lines that it printed */
  async function runProgram(device: string, days: number, code = ''): Promise<string[]> {
    const cwd = join(folder, device);
    await mkdir(cwd, { recursive: true });
    // Two devices need two fingerprints: with one, the second license would be the first one's reserve.
    await writeFile(
      join(cwd, 'licensed.mjs'),
      program.replace('the-desk-at-reception', `the-desk-at-reception-${device}`),
    );
    const start = ['--import', join(folder, 'clock.mjs'), 'licensed.mjs', service.url, 'journey-pc', code];
    const environment = { ...process.env, CLOCK_SHIFT_SECONDS: String(days * DAY) };
    const { stdout } = await run(process.execPath, start, { cwd, env: environment });
    return stdout.trim().split('\n');
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-journey-'));
    await installPackage(folder);
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    program = /```js\n(\/\/ licensed\.mjs\n[\s\S]*?)```/.exec(readme)?.[1] ?? '';
    await writeFile(join(folder, 'clock.mjs'), CLOCK);
    service = await startLocalService(join(folder, 'data'));
    await putJourneyPlan(service);
  }, PATIENCE);

  afterAll(async () => {
    killServices();
    await rm(folder, { recursive: true, force: true });
  });

  it('is 20 lines long', () => {
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(20);
    expect(program).toContain('createClient');
  });

  it('survives a week without the service, notices the revocation when it is back, and refuses a clock set back', {
    timeout: PATIENCE,
  }, async () => {
    const [lost, set] = [await issueJourneyCode(service), await issueJourneyCode(service)];
    expect(await runProgram('lost', 0, lost.code)).toEqual(['off not_activated', 'full licensed']);
    expect(await runProgram('set', 0, set.code)).toEqual(['off not_activated', 'full licensed']);

    await service.stop();
    expect(await runProgram('lost', 1)).toEqual(['full licensed']);
    expect(await runProgram('lost', 7)).toEqual(['full licensed']);
    expect(await runProgram('set', 7)).toEqual(['full licensed']);
    expect(await runProgram('set', 1)).toEqual(['off clock_set_back']);

    service = await startLocalService(join(folder, 'data'));
    await service.call('PUT', '/_local/clock', { advanceSeconds: 7 * DAY });
    await service.call('POST', `/v1/licenses/${lost.licenseId}/revoke`, { reason: 'chargeback' });
    expect(await runProgram('lost', 7)).toEqual(['full licensed', 'off refused']);
    expect(await runProgram('lost', 7)).toEqual(['off refused']);
    // The network forgives the clock.
    expect(await runProgram('set', 1)).toEqual(['off clock_set_back', 'full licensed']);
    expect(await runProgram('set', 1)).toEqual(['full licensed']);
  });
});
