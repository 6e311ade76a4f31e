import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { publishAll } from '../../functions/publish/publish.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import { headKey } from '../../functions/store/chain-link.ts';
import { readOpen, sealEntries } from '../../functions/store/chain-seal.ts';
import { licenseKey } from '../../functions/store/keys.ts';
import { readAll } from '../../functions/store/read.ts';
import { Stale } from '../../functions/store/retry.ts';
import { transact } from '../../functions/store/transaction.ts';
import { putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import { describeOnEngines } from '../support/engines.ts';
import { type EntryItem, keyOf, TAMPERINGS, undo } from '../support/tamperings.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

describeOnEngines('the chain of the audit', (engine) => {
  let opened: TestService;
  let entries: readonly EntryItem[];
  const license = 'lic_chain';
  const publish = async () => publishAll(opened.service, { sinks: [], remainingTime: () => 60_000 });
  const verified = async (id = license) => verifyChain(opened.service.ledger, id);

  beforeAll(async () => {
    opened = await openTestService(engine);
    const stored = await putBareLicense(opened.service, license);
    await recordEntries(opened.service, stored, reasonsTo(12));
    await publish();
    entries = await readAll(opened.service.ledger, { pk: headKey(license).pk, from: '0', to: ':' });
  });

  test('R14.1 any tampering with sealed entries is found, and undoing it makes the chain whole again', async () => {
    const { ledger } = opened.service;
    expect(entries).toHaveLength(12);
    expect(await verified()).toBe(true);
    const places = fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(places, fc.constantFrom(...Object.keys(TAMPERINGS)), async ([a = 0, b = 1], name) => {
        const [one, other] = [entries[a], entries[b]];
        if (one === undefined || other === undefined) throw new Error('twelve entries were written');
        await transact(ledger, TAMPERINGS[name]?.(one, other) ?? []);
        const found = !(await verified());
        await transact(ledger, undo(one, other));
        expect({ name, found }).toEqual({ name, found: true });
        expect(await verified()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.keys(TAMPERINGS))('R14.1 found at the last entry too: %s', async (name) => {
    const { ledger } = opened.service;
    const [one, other] = [entries[11], entries[10]];
    if (one === undefined || other === undefined) throw new Error('twelve entries were written');
    await transact(ledger, TAMPERINGS[name]?.(one, other) ?? []);
    expect(await verified()).toBe(false);
    await transact(ledger, undo(one, other));
    expect(await verified()).toBe(true);
  });

  test('R14.1 a head that is moved back, with all entries behind it gone, is found by the count', async () => {
    const { ledger } = opened.service;
    const [head] = (await readAll(ledger, { pk: headKey(license).pk, prefix: 'HEAD' })).map((item) => item);
    const [before, last] = [entries[10], entries[11]];
    if (head === undefined || before === undefined || last === undefined) throw new Error('nothing was sealed');
    await transact(ledger, [
      { put: keyOf(head), item: { ...head, n: before.s, h: before.h } },
      { remove: keyOf(last) },
    ]);
    expect(await verified()).toBe(false);
    await transact(ledger, [
      { put: keyOf(head), item: head },
      { put: keyOf(last), item: last },
    ]);
    expect(await verified()).toBe(true);
  });

  test('R14.1 an entry that is not sealed yet is missed by the count when it is taken away', async () => {
    const { service } = opened;
    const stored = await putBareLicense(service, 'lic_tail');
    await recordEntries(service, stored, reasonsTo(3));
    expect(await verified('lic_tail')).toBe(true);
    const [, middle] = await readAll(service.ledger, { pk: 'J#lic_tail' });
    if (middle === undefined) throw new Error('three entries were written');
    await transact(service.ledger, [{ remove: keyOf(middle) }]);
    expect(await verified('lic_tail')).toBe(false);
    await publish();
    expect(await verified('lic_tail')).toBe(false);
  });

  test('R14.1 entries that counter shards have counted are missed too', async () => {
    const { service } = opened;
    await putBareLicense(service, 'lic_shards');
    await transact(service.ledger, [{ put: { pk: licenseKey('lic_shards').pk, sk: 'N#desktop#03' }, item: { c: 1 } }]);
    expect(await verified('lic_shards')).toBe(false);
  });

  test('R14.1 an entry of another license is no entry of this one', async () => {
    const { service } = opened;
    const [mine, yours] = [await putBareLicense(service, 'lic_mine'), await putBareLicense(service, 'lic_yours')];
    await recordEntries(service, mine, ['first']);
    await recordEntries(service, yours, ['first']);
    await publish();
    const [here] = await readAll(service.ledger, { pk: 'J#lic_mine', from: '0', to: ':' });
    const [there] = await readAll(service.ledger, { pk: 'J#lic_yours', from: '0', to: ':' });
    if (here === undefined || there === undefined) throw new Error('both have an entry');
    await transact(service.ledger, [
      { remove: keyOf(here) },
      { put: { pk: here.pk, sk: there.sk }, item: there },
      { put: headKey('lic_mine'), item: { n: 1, h: there.h, o: there.sk } },
    ]);
    expect(await verified('lic_mine')).toBe(false);
    expect(await verified('lic_yours')).toBe(true);
  });

  test('R14.1 of two who seal the same entries one finds another head', async () => {
    const { service } = opened;
    const stored = await putBareLicense(service, 'lic_two');
    await recordEntries(service, stored, reasonsTo(2));
    const [one, other] = [await readOpen(service.ledger, 'lic_two', []), await readOpen(service.ledger, 'lic_two', [])];
    const sealed = await sealEntries(service.ledger, one, 0);
    expect(sealed.head.sequence).toBe(2);
    await expect(sealEntries(service.ledger, other, 0)).rejects.toThrow(Stale);
    expect(await verified('lic_two')).toBe(true);
  });

  test('R14.1 a check amid commits and seals raises no alarm', async () => {
    const { service } = opened;
    const stored = await putBareLicense(service, 'lic_busy');
    let writing = true;
    const write = async () => {
      for (let round = 0; round < 6; round += 1) {
        await recordEntries(service, stored, reasonsTo(20));
        await publish();
      }
      writing = false;
    };
    const answers: boolean[] = [];
    const check = async () => {
      while (writing) answers.push(await verified('lic_busy'));
    };
    await Promise.all([write(), check(), check()]);
    expect(answers.length).toBeGreaterThan(5);
    expect(answers).not.toContain(false);
  });
});
