import type { License } from '../core/license.ts';
import type { Operated } from '../core/operate/order.ts';
import type { Authorship } from './audit-item.ts';
import { commit, type Ledger } from './commit.ts';
import { transact, type Write } from './transaction.ts';

/**
 * Writes what an order has made of a license, with its audit entries, in one transaction (R14.1). An order that changed
 * nothing writes only what is written along.
 * @param asRead the license as the table had it when the order was decided
 * @param extra what belongs to it: the row of an idempotency key, a new code
 * @throws Stale, Conflict
 */
export async function commitOperated(
  ledger: Ledger,
  asRead: License,
  { license, events }: Operated,
  authorship: Authorship,
  extra: readonly Write[] = [],
): Promise<void> {
  if (events.length === 0) return transact(ledger, extra);
  const licenses = [{ before: asRead, after: license, guarded: true }];
  const nothing = { slots: [], seats: [], waits: { put: [], remove: [] } };
  await commit(ledger, { ...nothing, licenses, events }, authorship, extra);
}
