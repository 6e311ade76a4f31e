import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const MEANING = /,\s*meaning:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g;

/** Leaves out what each event of the log means, which is said for readers of the source and of the runbook. */
export const trimLogEvents: Plugin = {
  name: 'trim-log-events',
  setup(build) {
    build.onLoad({ filter: /[\\/]functions[\\/]runtime[\\/]log-events\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(MEANING, '');
      if (contents === source) return { errors: [{ text: `no meaning of an event in ${path}` }] };
      return { contents, loader: 'ts' };
    });
  },
};
