import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anchorDay } from '../../functions/anchor/anchor.ts';
import { NO_LINK } from '../../functions/core/chain.ts';
import { DAY } from '../../functions/core/instant.ts';
import { publishAll } from '../../functions/publish/publish.ts';
import { openDirectory } from '../../functions/runtime/object-files.ts';
import type { ObjectStore } from '../../functions/runtime/object-store.ts';
import { checkAnchor, readAnchors } from '../../functions/store/anchor-check.ts';
import { anchorName, readAnchor } from '../../functions/store/anchor-record.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import { headKey, linkAfter, readHead } from '../../functions/store/chain-link.ts';
import { readDue } from '../../functions/store/due.ts';
import { partitions } from '../../functions/store/keys.ts';
import { readAll, readItems } from '../../functions/store/read.ts';
import { transact, type Write } from '../../functions/store/transaction.ts';
import { putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import { describeOnEngines } from '../support/engines.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

const remainingTime = () => 60_000;

describeOnEngines('the daily anchor', (engine) => {
  let opened: TestService;
  let directory: string;
  let store: ObjectStore;

  beforeEach(async () => {
    opened = await openTestService(engine);
    directory = await mkdtemp(join(tmpdir(), 'anchors-'));
    store = openDirectory(directory);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function happen(license: string, times: number): Promise<void> {
    await recordEntries(opened.service, await putBareLicense(opened.service, license), reasonsTo(times));
    await publishAll(opened.service, { sinks: [], remainingTime });
  }

  const anchor = async () => anchorDay(opened.service, store, remainingTime);
  const check = async (license: string, from: ObjectStore = store) => {
    const { ledger, clock } = opened.service;
    return checkAnchor(ledger, await readAnchors(from, clock(), new Set([license])), license);
  };
  const nextDay = () => opened.clock.advance(DAY / 1000);
  async function waiting(): Promise<number> {
    const pages = await Promise.all(
      partitions('DAY').map((partition) =>
        readDue(opened.service.ledger, partition, 9e13, { limit: 100, after: null }),
      ),
    );
    return pages.flatMap(({ items }) => items).length;
  }

  test('R14.1 the heads of a day are anchored once, after the day; a later seal waits for the next', async () => {
    await happen('lic_one', 3);
    await happen('lic_two', 2);
    expect((await anchor()).heads).toBe(0);
    nextDay();
    const first = await anchor();
    expect(first).toMatchObject({ day: '2026-11-24', heads: 2 });
    expect(await waiting()).toBe(0);
    expect(await check('lic_one')).toBe('agrees');
    expect(await check('lic_two')).toBe('agrees');
    expect(await anchor()).toEqual(first);
    await happen('lic_one', 1);
    expect(await waiting()).toBe(1);
    nextDay();
    const second = await anchor();
    expect(second).toMatchObject({ day: '2026-11-25', heads: 1 });
    expect(second.anchor?.previous).toEqual({ day: '2026-11-24', root: first.anchor?.root });
    expect(await check('lic_one')).toBe('agrees');
    expect(await check('lic_two')).toBe('agrees');
    // All of them at once: the newest head of each.
    const { heads, lastDay, faulty } = await readAnchors(store, opened.service.clock(), null);
    expect([...heads.values()].map(({ license, sequence }) => [license, sequence]).toSorted()).toEqual([
      ['lic_one', 4],
      ['lic_two', 2],
    ]);
    expect([lastDay, faulty]).toEqual(['2026-11-25', []]);
  });

  test('R14.1 a chain that was made anew, and so agrees with itself, does not agree with the anchor', async () => {
    await happen('lic_forged', 4);
    nextDay();
    await anchor();
    const { ledger } = opened.service;
    const entries = await readAll(ledger, { pk: 'J#lic_forged', from: '0', to: ':' });
    const head = (await readItems(ledger, [headKey('lic_forged')], true)).get(headKey('lic_forged'));
    let link = NO_LINK;
    const writes = entries.map((entry, at): Write => {
      const { pk, sk } = entry;
      const forged = at === 1 ? { ...entry, d: { days: 3650 } } : entry;
      link = linkAfter('lic_forged', link, forged);
      return { put: { pk, sk }, item: { ...forged, s: link.sequence, h: link.hash } };
    });
    // Whoever can write to the table also takes away that it was anchored.
    const { z: _anchored, ...rest } = head ?? {};
    await transact(ledger, [...writes, { put: headKey('lic_forged'), item: { ...rest, h: link.hash } }]);
    expect(await verifyChain(ledger, 'lic_forged')).toBe(true);
    expect(await check('lic_forged')).toBe('differs');
  });

  test('R14.1 an anchor whose objects were changed, or that is gone, does not agree', async () => {
    await happen('lic_object', 1);
    nextDay();
    await anchor();
    const texts = new Map<string, string>();
    const changed = (change: (name: string, text: string) => string | null): ObjectStore => ({
      putNew: async () => false,
      get: async (name) => {
        const text = texts.get(name) ?? (await store.get(name));
        return text === null ? null : change(name, text);
      },
    });
    const judge = (change: (name: string, text: string) => string | null) => check('lic_object', changed(change));
    expect(await judge((_, text) => text)).toBe('agrees');
    expect(await judge((name, text) => (name.endsWith('root.json') ? null : text))).toBe('differs');
    expect(await judge((name, text) => (name.endsWith('root.json') ? text : null))).toBe('differs');
    expect(await judge((name, text) => (name.endsWith('root.json') ? text : text.replace(':1', ':2')))).toBe('differs');
    expect(await judge((_, text) => text.replace('2026-11-24', '2026-11-23'))).toBe('differs');
  });

  test('R14.1 killed at any of its calls, or run twice at once, it ends in the same anchor', async () => {
    await happen('lic_killed', 2);
    await happen('lic_killed_too', 2);
    nextDay();
    for (let at = 1; at < 80; at += 1) {
      let calls = 0;
      const dying: ObjectStore = {
        putNew: (name, text) => {
          calls += 1;
          return calls === at ? Promise.reject(new Error('killed')) : store.putNew(name, text);
        },
        get: (name) => {
          calls += 1;
          return calls === at ? Promise.reject(new Error('killed')) : store.get(name);
        },
      };
      await anchorDay(opened.service, dying, remainingTime).catch(() => null);
    }
    const [one, other] = await Promise.all([anchor(), anchor()]);
    expect(one.anchor).toEqual(other.anchor);
    expect(await readAnchor(store, '2026-11-24')).toEqual(one.anchor);
    expect(await check('lic_killed')).toBe('agrees');
    expect(await check('lic_killed_too')).toBe('agrees');
    expect(await waiting()).toBe(0);
  });

  test('R14.1 an object is written once and by nobody after', async () => {
    await happen('lic_once', 1);
    nextDay();
    await anchor();
    const name = anchorName('2026-11-24');
    const text = await store.get(name);
    expect(await store.putNew(name, '{}')).toBe(false);
    expect(await store.get(name)).toBe(text);
    expect((await readdir(join(directory, '2026-11-24'))).filter((file) => file.endsWith('.new'))).toEqual([]);
  });

  test('R14.1 without time for all of it there is no anchor, and the next run makes it', async () => {
    await happen('lic_slow', 1);
    nextDay();
    let left = 12_000;
    const running = () => {
      left -= 500;
      return left;
    };
    expect((await anchorDay(opened.service, store, running)).anchor).toBeNull();
    expect(await check('lic_slow')).toBe('not_anchored');
    expect((await anchor()).anchor).not.toBeNull();
    expect(
      readHead((await readItems(opened.service.ledger, [headKey('lic_slow')], true)).get(headKey('lic_slow'))),
    ).toMatchObject({ due: null, anchoredOn: '2026-11-24' });
  });
});
