import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

/** Each line: the file that imports, and what it may not import from there. */
const FORBIDDEN: readonly (readonly [file: string, specifier: string])[] = [
  ['functions/core/seat.ts', '../store/seats.ts'],
  ['functions/core/seat.ts', '../http/problem.ts'],
  ['functions/core/seat.ts', '../runtime/clock.ts'],
  ['functions/core/seat.ts', '../activate/handler.ts'],
  ['functions/core/seat.ts', '../../infra/routes.ts'],
  ['functions/core/seat.ts', './../store/seats.ts'],
  ['functions/core/seat.ts', './activation/../../store/seats.ts'],
  ['functions/core/seat.ts', 'node:crypto'],
  ['functions/core/seat.ts', 'valibot'],
  ['functions/core/activation/take.ts', '../../store/seats.ts'],
  ['functions/core/activation/take.ts', 'node:crypto'],
  ['functions/store/seats.ts', '../http/problem.ts'],
  ['functions/store/seats.ts', '../activate/handler.ts'],
  ['functions/store/seats.ts', '../core/../http/problem.ts'],
  ['functions/store/items/seat.ts', '../../http/problem.ts'],
  ['functions/store/seats.ts', 'aws-cdk-lib'],
  ['functions/http/endpoint.ts', '../store/seats.ts'],
  ['functions/http/endpoint.ts', '@aws-sdk/client-dynamodb'],
  ['functions/http/schemas/license.ts', '../../store/seats.ts'],
  ['functions/http/schemas/license.ts', '@aws-sdk/client-dynamodb'],
  ['functions/runtime/secrets.ts', '../store/seats.ts'],
  ['functions/runtime/secrets.ts', '@aws-sdk/client-secrets-manager'],
  ['functions/runtime/secrets.ts', '@smithy/signature-v4'],
  ['functions/activate/handler.ts', '../validate/handler.ts'],
  ['functions/activate/handler.ts', '@aws-sdk/client-dynamodb'],
  ['functions/activate/handler.ts', '../../infra/routes.ts'],
  ['functions/activate/handler.ts', '../../test/support/engines.ts'],
  ['functions/activate/handler.ts', '../http/../validate/handler.ts'],
  ['functions/activate/steps/load.ts', '../../validate/handler.ts'],
  ['functions/activate/steps/load.ts', '@aws-sdk/client-dynamodb'],
  ['functions/activate/steps/deep/load.ts', './other.ts'],
  ['infra/app.ts', '../functions/core/seat.ts'],
  ['infra/app.ts', '../functions/activate/handler.ts'],
  ['infra/app.ts', '../test/support/engines.ts'],
  ['infra/app.ts', './local/main.ts'],
  ['infra/constructs/api.ts', '../../functions/activate/handler.ts'],
  ['infra/constructs/api.ts', '../local/main.ts'],
  ['infra/cli/main.ts', '../../functions/activate/handler.ts'],
  ['infra/cli/main.ts', '../../functions/http/../activate/handler.ts'],
  ['infra/cli/main.ts', '../local/main.ts'],
  ['infra/cli/main.ts', '@aws-sdk/client-dynamodb'],
  ['infra/local/main.ts', '../../test/support/engines.ts'],
  ['infra/local/main.ts', 'aws-cdk-lib'],
];

const ALLOWED: readonly (readonly [file: string, specifier: string])[] = [
  ['functions/core/license.ts', './term.ts'],
  ['functions/core/license.ts', './activation/draft.ts'],
  ['functions/core/activation/draft.ts', '../term.ts'],
  ['functions/store/licenses.ts', '@aws-sdk/client-dynamodb'],
  ['functions/store/licenses.ts', '../core/license.ts'],
  ['functions/store/licenses.ts', '../runtime/environment-names.ts'],
  ['functions/store/items/license.ts', '../../core/license.ts'],
  ['functions/http/problem.ts', '../core/license.ts'],
  ['infra/cli/main.ts', '../../functions/store/licenses.ts'],
  ['functions/http/problem.ts', '../runtime/log.ts'],
  ['functions/http/problem.ts', '@middy/core'],
  ['functions/validate/handler.ts', '../core/license.ts'],
  ['functions/validate/handler.ts', '../store/licenses.ts'],
  ['functions/validate/handler.ts', '../http/problem.ts'],
  ['functions/validate/handler.ts', '../runtime/log.ts'],
  ['functions/validate/handler.ts', './answer.ts'],
  ['infra/stack.ts', '../functions/runtime/environment-names.ts'],
  ['infra/stack.ts', './routes.ts'],
  ['infra/stack.ts', 'aws-cdk-lib'],
  ['infra/local/service.ts', '../routes.ts'],
  ['infra/local/service.ts', '../../functions/validate/handler.ts'],
  ['test/store/licenses.test.ts', '@aws-sdk/client-dynamodb'],
];

/** Ways to reach a module, each on a line of its own; the offence must be seen in all of them. */
const IMPORT_FORMS: readonly ((specifier: string) => string)[] = [
  (specifier) => `import { value } from '${specifier}';`,
  (specifier) => `import type { Value } from '${specifier}';`,
  (specifier) => `export { other } from '${specifier}';`,
  (specifier) => `export const lazy = import('${specifier}');`,
];

const IMPURE = ['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', 'crypto.randomUUID()', 'process.env'];
const PURE = ['new Date(0)', 'Math.min(1, 2)', 'Date.UTC(2026, 0)'];

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start?: { readonly line: number } };
}

let directory: string;
let offences: readonly string[];

/** Lints the whole made-up tree once, with the real configuration. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'latchkey-boundaries-'));
  for (const file of ['biome.json', 'biome.boundaries.json', '.core-is-pure.grit', 'package.json']) {
    await cp(join(root, file), join(directory, file));
  }
  const sources = new Map<string, string>();
  for (const [position, [file, specifier]] of [...FORBIDDEN, ...ALLOWED].entries()) {
    sources.set(numbered(file, position), IMPORT_FORMS.map((form) => form(specifier)).join('\n'));
  }
  sources.set('functions/core/impure.ts', IMPURE.map((term, n) => `export const value${n} = ${term};`).join('\n'));
  sources.set('functions/core/pure.ts', PURE.map((term, n) => `export const value${n} = ${term};`).join('\n'));
  sources.set('functions/runtime/clock.ts', 'export const now = (): number => Date.now();');
  sources.set(
    'functions/core/left.ts',
    `import { right } from './right.ts';\nexport const left = (): unknown => right;`,
  );
  sources.set(
    'functions/core/right.ts',
    `import { left } from './left.ts';\nexport const right = (): unknown => left;`,
  );
  for (const [file, source] of sources) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), `${source}\n`);
  }
  offences = await lint();
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** `functions/core/seat.ts` as a file of its own for each line of the tables. */
function numbered(file: string, position: number): string {
  return file.replace(/\.ts$/, `-${position}.ts`);
}

/** `path:line rule` of everything that Biome objects to. */
function lint(): Promise<string[]> {
  const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', directory];
  return new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin/biome'), args, { cwd: directory, maxBuffer: 2 ** 26 }, (_, stdout) => {
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
      resolve(diagnostics.map((d) => `${d.location.path}:${d.location.start?.line ?? 0} ${d.category}`));
    });
  });
}

function offencesIn(file: string, rule: string): number[] {
  return offences
    .filter((offence) => offence.startsWith(`${file}:`) && offence.includes(rule))
    .map((offence) => Number(offence.slice(file.length + 1).split(' ')[0]))
    .sort((a, b) => a - b);
}

describe('house: boundaries', () => {
  test.each(FORBIDDEN.map((line, position) => [...line, position] as const))('%s cannot import %s', (file, _, n) => {
    expect(offencesIn(numbered(file, n), 'noRestrictedImports')).toEqual([1, 2, 3, 4]);
  });

  test.each(ALLOWED.map((line, position) => [...line, position + FORBIDDEN.length] as const))(
    '%s can import %s',
    (file, _, n) => {
      expect(offencesIn(numbered(file, n), 'noRestrictedImports')).toEqual([]);
    },
  );

  test('core knows no clock, no randomness and no environment', () => {
    const found = [
      ...offencesIn('functions/core/impure.ts', 'plugin'),
      ...offencesIn('functions/core/impure.ts', 'noRestrictedGlobals'),
    ];
    expect(new Set(found)).toEqual(new Set(IMPURE.map((_, n) => n + 1)));
    expect(offencesIn('functions/core/pure.ts', '')).toEqual([]);
    expect(offencesIn('functions/runtime/clock.ts', '')).toEqual([]);
  });

  test('two modules cannot import each other', () => {
    expect(offencesIn('functions/core/left.ts', 'noImportCycles')).toEqual([1]);
    expect(offencesIn('functions/core/right.ts', 'noImportCycles')).toEqual([1]);
  });
});
