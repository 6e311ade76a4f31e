import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

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

describe('the package', () => {
  let application: string;
  beforeAll(async () => {
    await run(process.execPath, [join(root, 'infra/package/build-client.ts')]);
    application = await mkdtemp(join(tmpdir(), 'latchkey-application-'));
    await mkdir(join(application, 'node_modules'));
    await symlink(root, join(application, 'node_modules/latchkey'));
    await writeFile(join(application, 'main.mts'), PROGRAM);
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: [] };
    const libraries = { lib: ['es2024', 'dom'], exactOptionalPropertyTypes: true };
    await writeFile(
      join(application, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...libraries } }),
    );
  });
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
