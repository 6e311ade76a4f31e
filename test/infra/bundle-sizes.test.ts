import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUNDLE_MODULE, type Bundle, bundleFunctions } from '../../infra/bundling.ts';
import { FUNCTION_NAMES } from '../../infra/functions.ts';
import { bundleBare } from '../bench/bundles.ts';

/** Shares of a bare function with the same client, and bytes, that a bundle may have. */
const HOT = { share: 0.7, bytes: 237_000 };
const OTHER = { share: 1, bytes: 235_000 };
const LIMITS: Readonly<Record<string, { readonly share: number; readonly bytes: number }>> = {
  activate: HOT,
  validate: { ...HOT, bytes: 220_000 },
};

let directory: string;
let bundles: ReadonlyMap<string, Bundle>;
let bare: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'latchkey-sizes-'));
  bundles = await bundleFunctions(FUNCTION_NAMES, directory);
  bare = (await stat(await bundleBare(directory))).size;
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('sizes of bundles', () => {
  // Pages carry the console and the portal.
  test.each(FUNCTION_NAMES.filter((name) => name !== 'pages'))('%s', async (name) => {
    const { share, bytes } = LIMITS[name] ?? OTHER;
    const { size } = await stat(join(bundles.get(name)?.directory ?? '', `${BUNDLE_MODULE}.cjs`));
    expect(size).toBeLessThanOrEqual(bytes);
    expect(size / bare).toBeLessThanOrEqual(share);
  });
});
