import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage } from './installed-package.ts';
import { root } from './local-service.ts';

const run = promisify(execFile);

/** Milliseconds that the compiler may take on a machine with other work to do. */
const PATIENCE = 120_000;

const PROGRAM = `
import { createClient, type Outcome, type Status } from 'latchkey/client';
import { describeDevice, RECOMMENDED_WEIGHTS } from 'latchkey/fingerprint';
const { device } = await describeDevice({ namespace: 'acme', installationId: 'an-installation' });
if (device === null || RECOMMENDED_WEIGHTS.board !== 3) throw new Error('no device');
const client = createClient({ url: 'http://127.0.0.1:9', product: 'p', device, store: { load: () => null, save: () => {} } });
const status: Status = await client.status();
const outcome: Outcome<{ activationId: string }> = await client.activate('CODE');
if (outcome.kind === 'refused' && outcome.problem.code === 'seat_limit_reached') console.log(outcome.problem.seats?.[0]?.lastSeenOn);
console.log(status.reason, outcome.kind);
`;

describe('the package', { timeout: PATIENCE }, () => {
  let application: string;
  beforeAll(async () => {
    application = await mkdtemp(join(tmpdir(), 'latchkey-application-'));
    await installPackage(application);
    await writeFile(join(application, 'main.mts'), PROGRAM);
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: [] };
    const libraries = { lib: ['es2024', 'dom'], exactOptionalPropertyTypes: true };
    await writeFile(
      join(application, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...libraries } }),
    );
  }, PATIENCE);
  afterAll(() => rm(application, { recursive: true, force: true }));

  it('runs in an application that knows nothing of its sources', async () => {
    const { stdout } = await run(process.execPath, ['main.mts'], { cwd: application });
    expect(stdout).toBe('not_activated trouble\n');
  });

  it('brings types that hold in an application of other settings', async () => {
    const { stdout } = await run(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      application,
    ]).catch((failure: unknown) => failure as { stdout: string });
    expect(stdout).toBe('');
  });
});
