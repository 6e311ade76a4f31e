import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '../../functions/core/instant.ts';
import type { AuditEntry } from '../../functions/store/audit-item.ts';
import { readAudit } from '../../functions/store/audit-reading.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import { putWebhook, readWebhook } from '../../functions/store/webhooks.ts';
import { ReceivingServer } from '../deliver/receiver-server.ts';
import { anyEngine } from '../support/engines.ts';
import { RandomFaults } from '../support/random-faults.ts';
import { seeded } from '../support/seeded.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';
import { deliverUntilDone, type Machines, publishUntilDone, sweepOnce, sweepUntilDone } from './outage-machines.ts';
import { type Filled, fillShelf } from './outage-shelf.ts';

const RUNS = 3;
const OF_EACH = 10;
/** Processes are killed, and some writes land that nobody has heard of or waits for any more. */
const FAULTS = ['killed before', 'killed after', 'killed before', 'killed after', 'failed after', 'timed out'] as const;

let receiver: ReceivingServer;

beforeAll(async () => {
  receiver = await new ReceivingServer().start();
});
afterAll(() => receiver.stop());

async function openHook(shop: TestService): Promise<void> {
  const body = { url: 'https://receiver.example' };
  const { json } = await shop.operate('webhooks', 'PUT /v1/webhooks/{id}', { path: { id: 'hook' }, body });
  receiver.secret = String(json.secret);
  receiver.received.length = 0;
  const { ledger } = shop.service;
  const webhook = await readWebhook(ledger, 'hook');
  if (webhook === null) throw new Error('it was registered');
  await putWebhook(ledger, { ...webhook, url: receiver.url });
}

async function auditOf({ service }: TestService, { licenses }: Filled): Promise<readonly AuditEntry[]> {
  const pages = await Promise.all(
    licenses.map((license) => readAudit(service.ledger, license, { after: null, limit: 1000 })),
  );
  return pages.flatMap(({ entries }) => entries);
}

/** Which one of several that are due for a license at one instant: a seat, a device, a warning. */
function occasion({ license, type, dueAt, data = {} }: AuditEntry): string {
  return JSON.stringify([license, type, dueAt ?? null, data.seatId, data.device, data.daysBefore]);
}

const sortedLines = (lines: readonly (readonly unknown[])[]) => lines.map((line) => JSON.stringify(line)).sort();

async function liveThroughAnOutage(seed: number): Promise<void> {
  const shop = await openTestService(anyEngine());
  const { ledger } = shop.service;
  await openHook(shop);
  const shelf = await fillShelf(shop, OF_EACH);
  const { sweep } = await import('../../functions/sweep/sweep.ts');
  const random = seeded(seed);
  const faults = new RandomFaults(ledger.client, random, FAULTS);
  const machines: Machines = { shop, faults, sweep };

  // Nobody sweeps, publishes or delivers for 90 days; then two of each at once.
  shop.clock.freezeAt(START + 90 * DAY);
  faults.rate = 0.006 + random() * 0.006;
  const sweepers = await Promise.all([
    sweepUntilDone(machines),
    sweepUntilDone(machines),
    publishUntilDone(machines),
    deliverUntilDone(machines),
  ]);
  const publishers = await Promise.all([publishUntilDone(machines), publishUntilDone(machines)]);
  const deliverers = await Promise.all([deliverUntilDone(machines), deliverUntilDone(machines)]);
  await faults.end();
  const lives = [...sweepers, ...publishers, ...deliverers].reduce((sum, count) => sum + count, 0);
  expect(faults.killed).toBeGreaterThan(3);
  expect(await sweepOnce(machines)).toMatchObject({ examined: 0, changed: 0, remaining: 0 });
  await publishUntilDone(machines);
  await deliverUntilDone(machines);

  const audit = await auditOf(shop, shelf);
  const swept = audit.filter(({ actor }) => actor === 'sweep');
  // Exactly once: what was written by hand before is what happened, and no occasion came twice.
  expect(sortedLines(swept.map(({ license, type, dueAt }) => [license, type, dueAt ?? null]))).toEqual(
    sortedLines(shelf.due.map(({ license, type, at }) => [license, type, at])),
  );
  expect(new Set(swept.map(occasion)).size).toBe(swept.length);
  for (const license of shelf.licenses) expect([license, await verifyChain(ledger, license)]).toEqual([license, true]);

  // At least once at the receiver, which verifies; without what it knows already, it has exactly the audit, in order.
  const deliveries = receiver.taken.map(({ id, event }) => ({ id, ...event?.data }));
  expect(receiver.received.length).toBe(deliveries.length);
  const first = new Map(deliveries.toReversed().map((one) => [one.id, one]));
  expect([...first.keys()].sort()).toEqual(audit.map(({ id }) => id).sort());
  const known = new Map<string, number>();
  for (const { id, licenseId = '', sequence = 0 } of deliveries) {
    const last = known.get(licenseId) ?? 0;
    expect(sequence, id).toBeLessThanOrEqual(last + 1);
    known.set(licenseId, Math.max(last, sequence));
  }
  const counts = { licenses: shelf.licenses.length, events: audit.length, due: swept.length, killed: faults.killed };
  console.log(JSON.stringify({ seed, ...counts, lives, delivered: deliveries.length }));
}

test('R13.1 R14.2 after 90 days without a sweep, two at once, killed at random, tell of everything once', async () => {
  const seeds = fc.integer({ min: 1, max: 2 ** 31 });
  await fc.assert(fc.asyncProperty(seeds, liveThroughAnOutage), { numRuns: RUNS, endOnFailure: true });
}, 300_000);
