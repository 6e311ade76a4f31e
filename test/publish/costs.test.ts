import { beforeAll, describe, expect, test } from 'vitest';
import { publishEntries } from '../../functions/publish/publish.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import { headKey } from '../../functions/store/chain-link.ts';
import { readAll } from '../../functions/store/read.ts';
import { KeepingSink, putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import { anyEngine } from '../support/engines.ts';
import { Meter } from '../support/meter.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

describe('what publishing costs', () => {
  let opened: TestService;
  let meter: Meter;
  beforeAll(async () => {
    opened = await openTestService(anyEngine());
    meter = new Meter(opened.service.ledger.client);
  });

  /** Publishes so many new entries, as the stream brings them. */
  async function costOf(license: string, times: number) {
    const { service } = opened;
    const pk = headKey(license).pk;
    const known = new Set((await readAll(service.ledger, { pk })).map(({ sk }) => sk));
    await recordEntries(service, await putBareLicense(service, license), reasonsTo(times), 'license.extended', 50);
    const fresh = (await readAll(service.ledger, { pk, from: '0', to: ':' })).filter(({ sk }) => !known.has(sk));
    const sinks = [new KeepingSink(), createWebhookSink(service)];
    return meter.measure(() => publishEntries(service, { sinks, remainingTime: () => 60_000 }, fresh));
  }

  test('R14.1 an entry costs five calls: head, open entries, seal, webhooks, out of the outbox', async () => {
    expect(await costOf('lic_cost', 1)).toMatchObject({ trips: 5, requests: 5 });
  });

  test('R14.1 however long the audit of a license is, the next entry costs the same', async () => {
    const first = await costOf('lic_grows', 1);
    await costOf('lic_grows', 300);
    // The first one behind many reads those that left before it once more.
    await costOf('lic_grows', 1);
    const later = await costOf('lic_grows', 1);
    expect(later.requests).toBe(first.requests);
    expect(later.readUnits).toBeLessThanOrEqual(first.readUnits + 1);
  });
});
