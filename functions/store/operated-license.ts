import type { Operated } from '../core/operate/instruction.ts';
import { noteEnd } from '../core/past-end.ts';
import type { Authorship } from './audit-item.ts';
import { commit, type Ledger } from './commit.ts';
import type { SettledLicense } from './settled-licenses.ts';
import { transact, type Write } from './transaction.ts';

/**
 * Writes what an instruction has made of a license, with its audit entries, in one transaction (R14.1). An instruction
 * that changed nothing writes only what is written along.
 * @param read the license as it stood when the instruction was decided
 * @param extra what belongs to it: the row of an idempotency key, a new code
 * @throws Stale, Conflict
 */
export async function commitOperated(
  ledger: Ledger,
  read: SettledLicense,
  { license, events }: Operated,
  authorship: Authorship,
  extra: readonly Write[] = [],
): Promise<void> {
  if (events.length === 0) return transact(ledger, extra);
  const { startedAt } = read.license;
  const starters = startedAt === null ? [] : read.startedBy.map((front) => [front, noteEnd(front, startedAt)] as const);
  const licenses = [
    { before: read.asRead, after: license, guarded: true },
    ...starters.map(([before, after]) => ({ before, after, guarded: true })),
  ];
  const nothing = { slots: [], seats: [], waits: { put: [], remove: [] } };
  await commit(ledger, { ...nothing, licenses, events }, authorship, extra);
}
