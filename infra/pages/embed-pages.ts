import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { buildPages } from './build-pages.ts';

/** The line of functions/pages/built-files.ts that the files take the place of. */
const PLACE = /^(const EMBEDDED: BuiltFiles \| null) = null;$/m;

/** Puts the built files of console and portal into the bundle of the function that serves them. */
export const embedPages: Plugin = {
  name: 'embed-pages',
  setup(build) {
    build.onLoad({ filter: /[\\/]functions[\\/]pages[\\/]built-files\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!PLACE.test(source)) return { errors: [{ text: `no place for the built files in ${path}` }] };
      const files = JSON.stringify(await buildPages());
      return {
        contents: source.replace(PLACE, (_, declaration: string) => `${declaration} = ${files};`),
        loader: 'ts',
      };
    });
  },
};
