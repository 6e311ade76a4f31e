import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { trimLogEvents } from './bundling-log-events.ts';
import { trimSdk } from './bundling-sdk.ts';
import { embedPages } from './pages/embed-pages.ts';

const ROOT = join(import.meta.dirname, '..');

/** The module that Lambda loads, without its extension. `.cjs`, as the package around an assembly may be of modules. */
export const BUNDLE_MODULE = 'handler';

/** A deployed function's bundle, ready to be packed. */
export interface Bundle {
  readonly name: string;
  /** The folder that becomes the package; it holds the bundle alone. */
  readonly directory: string;
  /** What went into the bundle, for measurements and for the check of what a function may do. */
  readonly metafile: Metafile;
}

/**
 * How a function is bundled. CommonJS, because it loads in two thirds of the time of the same code as modules; `module`
 * before `main`, because only ECMAScript sources can be trimmed of what is not used (docs/benchmarks.md).
 */
export function bundleOptions(name: string): BuildOptions & { metafile: true } {
  return {
    entryPoints: [join(ROOT, 'functions', name, 'handler.ts')],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    absWorkingDir: ROOT,
    logLevel: 'warning',
    plugins: [trimSdk, trimLogEvents, embedPages],
  };
}

async function bundleFunction(name: string, output: string): Promise<Bundle> {
  const directory = join(output, 'functions', name);
  const outfile = join(directory, `${BUNDLE_MODULE}.cjs`);
  const { metafile } = await build({ ...bundleOptions(name), outfile, sourcemap: 'external', sourcesContent: false });
  // Kept to read stack traces with, outside the package: Lambda would load megabytes that answer no request.
  await rename(`${outfile}.map`, join(output, 'source-maps', `${name}.cjs.map`));
  return { name, directory, metafile };
}

/**
 * Bundles functions.
 *
 * @param names folders under functions/
 * @param output gets `functions/<name>/handler.cjs` and `source-maps/<name>.cjs.map`; what was there before is removed
 * @throws {Error} naming every function whose handler does not exist
 */
export async function bundleFunctions(names: readonly string[], output: string): Promise<ReadonlyMap<string, Bundle>> {
  const missing = names.filter((name) => !existsSync(join(ROOT, 'functions', name, 'handler.ts')));
  if (missing.length > 0) {
    throw new Error(`No functions/<name>/handler.ts for: ${missing.join(', ')}`);
  }
  await Promise.all(
    ['functions', 'source-maps'].map((part) => rm(join(output, part), { recursive: true, force: true })),
  );
  await mkdir(join(output, 'source-maps'), { recursive: true });
  const bundles = await Promise.all(names.map((name) => bundleFunction(name, output)));
  return new Map(bundles.map((bundle) => [bundle.name, bundle]));
}
