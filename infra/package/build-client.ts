import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `node infra/package/build-client.ts [FOLDER]` */
const folder = process.argv[2] ?? `${root}dist`;

/** What the package exports as `latchkey/client` (everywhere) and `latchkey/fingerprint` (Node). */
const ENTRIES = [
  { name: 'client', platform: 'neutral' },
  { name: 'fingerprint', platform: 'node' },
] as const;

// Declarations of files that are gone must not stay.
await rm(`${folder}/types`, { recursive: true, force: true });
await Promise.all([
  ...ENTRIES.map(({ name, platform }) =>
    build({
      entryPoints: [`${root}functions/client/${name}.ts`],
      outfile: `${folder}/${name}.js`,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      platform,
    }),
  ),
  promisify(execFile)(process.execPath, [
    `${root}node_modules/typescript/bin/tsc`,
    '-p',
    `${root}tsconfig.client.json`,
    '--outDir',
    `${folder}/types`,
  ]),
]);
