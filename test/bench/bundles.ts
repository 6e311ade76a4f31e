import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

/** Bundles the bare function the ordinary way: as the stack bundles, but without leaving anything of the SDK out. */
export async function bundleBare(directory: string): Promise<string> {
  const outfile = join(directory, 'bare.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'bare-function.ts')],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    outfile,
  });
  return outfile;
}

/** What a bundle consists of, by package or folder, the largest first; in bytes. */
export function contentsOf({ outputs }: Metafile): readonly (readonly [name: string, bytes: number])[] {
  const sums = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
      sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...sums].toSorted(([, a], [, b]) => b - a);
}
