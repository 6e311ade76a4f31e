import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type BuildResult, build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import type { createClient } from '../../functions/client/client.ts';

const MAX = 6000;

describe('the client for browsers', () => {
  let bundle: BuildResult<{ write: false; metafile: true }>;
  let code: string;

  beforeAll(async () => {
    bundle = await build({
      entryPoints: [new URL('../../functions/client/client.ts', import.meta.url).pathname],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'iife',
      globalName: 'latchkey',
      platform: 'browser',
      target: 'es2022',
    });
    code = bundle.outputFiles[0]?.text ?? '';
  });

  it('is at most 6 kB gzipped', () => {
    expect(code.length).toBeGreaterThan(3000);
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(MAX);
  });

  it('has no dependency, neither a package nor code of the service', () => {
    const inputs = Object.keys(bundle.metafile.inputs);
    expect(inputs.filter((path) => !/functions\/(client|core)\/[\w-]+\.ts$/.test(path))).toEqual([]);
    expect(Object.values(bundle.metafile.outputs).flatMap((output) => output.imports)).toEqual([]);
  });

  it('runs with what a browser has, and no more', async () => {
    const { crypto, atob, btoa, TextEncoder, TextDecoder, AbortSignal, setTimeout, clearTimeout } = globalThis;
    const paths: string[] = [];
    const fetch = async (url: string) => {
      paths.push(url);
      throw new TypeError('Failed to fetch');
    };
    const web = { crypto, atob, btoa, TextEncoder, TextDecoder, AbortSignal, setTimeout, clearTimeout, fetch };
    const context = createContext({ ...web });
    runInContext(code, context);
    const { latchkey } = context as { latchkey: { createClient: typeof createClient } };
    const client = latchkey.createClient({
      url: 'https://license.example.com',
      product: 'p',
      device: { fingerprint: 'fingerprint-of-a-tab', platform: 'web' },
      store: { load: () => null, save: () => undefined },
    });
    expect(await client.activate('CODE')).toMatchObject({ kind: 'trouble' });
    expect(await client.start()).toMatchObject({ run: 'off', reason: 'not_activated' });
    client.stop();
    expect(paths).toEqual(['https://license.example.com/v1/activations']);
  });
});
