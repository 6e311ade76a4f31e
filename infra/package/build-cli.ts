import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

// Chunks of former builds must not stay.
await rm(`${root}dist/cli`, { recursive: true, force: true });

/** `npx latchkey`: what only some commands need, such as the AWS SDK, is loaded by those. */
await build({
  entryPoints: [`${root}infra/cli/main.ts`],
  outdir: `${root}dist/cli`,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'node20',
  platform: 'node',
  external: ['@aws-sdk/*'],
  // The YAML library is CommonJS.
  banner: {
    js: `#!/usr/bin/env node\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);`,
  },
});
