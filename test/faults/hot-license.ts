import { forEachAtMost } from '../../functions/store/parallel.ts';
import { PC } from '../support/states.ts';
import { storeLicense, storeProducts } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';
import { TransactionConflicts } from '../support/transaction-conflicts.ts';

/** What became of many devices that activated one license at once. */
export interface HotResult {
  readonly devices: number;
  readonly activated: number;
  /** Answers that were none, by status. */
  readonly failures: Readonly<Record<string, number>>;
  /** Transactions that were begun or refused, for one that succeeded. */
  readonly triesPerSuccess: number;
  readonly seconds: number;
}

/** How long a transaction has its items under way, in milliseconds: what DynamoDB takes for one. */
const IN_FLIGHT = 20;

/**
 * Lets so many devices activate one license at once (R4.6), under the rule of DynamoDB that the engines on this machine do
 * not have: a transaction on an item that another one has under way is refused.
 */
export async function activateAtOnce(
  shop: TestService,
  { devices, atOnce, seats }: { readonly devices: number; readonly atOnce: number; readonly seats: number },
): Promise<HotResult> {
  await storeProducts(shop);
  const { code } = await storeLicense(shop, { plan: { id: `hot-${seats}`, seats: { desktop: seats } } });
  await activate(shop, code, 'the first, which starts the term');
  const conflicts = new TransactionConflicts(shop.service.ledger.client, IN_FLIGHT, false);
  const begun = performance.now();
  const statuses: number[] = [];
  const numbers = Array.from({ length: devices }, (_, number) => String(number));
  await forEachAtMost(numbers, atOnce, async (name) => void statuses.push(await activate(shop, code, name)));
  const failures: Record<string, number> = {};
  for (const status of statuses) if (status !== 201) failures[status] = (failures[status] ?? 0) + 1;
  const activated = statuses.filter((status) => status === 201).length;
  return {
    devices,
    activated,
    failures,
    triesPerSuccess: Math.round(((conflicts.transactions + conflicts.conflicts) / activated) * 100) / 100,
    seconds: Math.round((performance.now() - begun) / 10) / 100,
  };
}

async function activate(shop: TestService, code: string, name: string): Promise<number> {
  const body = { code, product: PC.id, device: { fingerprint: `fingerprint-of-${name}`, platform: 'windows' } };
  return (await shop.ask('activate', 'POST /v1/activations', { body })).statusCode ?? 0;
}
