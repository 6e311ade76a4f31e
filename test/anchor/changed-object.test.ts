import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anchorDay } from '../../functions/anchor/anchor.ts';
import { DAY } from '../../functions/core/instant.ts';
import { publishAll } from '../../functions/publish/publish.ts';
import { openDirectory } from '../../functions/runtime/object-files.ts';
import type { ObjectStore } from '../../functions/runtime/object-store.ts';
import { checkAnchor, readAnchors } from '../../functions/store/anchor-check.ts';
import { putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import { anyEngine } from '../support/engines.ts';
import { openTestService } from '../support/test-service.ts';

const remainingTime = () => 60_000;

describe('what an anchor keeps', () => {
  let directory: string;
  let store: ObjectStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'anchors-'));
    store = openDirectory(directory);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  test('R14.1 an anchor with any other hash, license or sequence in any of its objects does not agree', async () => {
    const license = 'lic_of_a_changed_object';
    const opened = await openTestService(anyEngine());
    await recordEntries(opened.service, await putBareLicense(opened.service, license), reasonsTo(2));
    await publishAll(opened.service, { sinks: [], remainingTime });
    opened.clock.advance(DAY / 1000);
    await anchorDay(opened.service, store, remainingTime);
    const { ledger, clock } = opened.service;
    const check = async (from: ObjectStore) =>
      checkAnchor(ledger, await readAnchors(from, clock(), new Set([license])), license);
    const files = await readdir(join(directory, '2026-11-24'));
    const texts = await Promise.all(
      files.map(async (file) => [`2026-11-24/${file}`, (await store.get(`2026-11-24/${file}`)) ?? ''] as const),
    );
    const places = texts
      .filter(([name, text]) => name.endsWith('root.json') || text.includes(license))
      .flatMap(([name, text]) =>
        [...text.matchAll(/[\w-]{20,}|(?<="sequence":)\d+/g)].map(({ 0: was, index }) => ({ name, text, was, index })),
      );
    expect(places.length).toBeGreaterThanOrEqual(5);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.nat(19),
        fc.constantFrom('A', 'b', '7', '3'),
        async (place, at, symbol) => {
          const { name, text, was, index } = place;
          const where = at % was.length;
          const now = /^\d+$/.test(was)
            ? String(Number(was) + 1 + at)
            : was.slice(0, where) + symbol + was.slice(where + 1);
          fc.pre(now !== was);
          const changed = text.slice(0, index) + now + text.slice(index + was.length);
          const tampered = { ...store, get: async (wanted: string) => (wanted === name ? changed : store.get(wanted)) };
          expect(await check(tampered)).toBe('differs');
        },
      ),
      { numRuns: 80 },
    );
    expect(await check(store)).toBe('agrees');
  });
});
