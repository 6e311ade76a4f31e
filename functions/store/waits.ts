import type { Wait } from '../core/transition.ts';
import type { Database } from './client.ts';
import { type Key, licenseKey, waitKey } from './keys.ts';
import { readPage } from './read.ts';
import { transact } from './transaction.ts';

/** A page of the slots in which reserves wait behind a license (R6.5). */
export async function readWaits(
  database: Database,
  front: string,
  after: Key | null,
): Promise<{ readonly waits: readonly Wait[]; readonly next: Key | null }> {
  const { pk } = licenseKey(front);
  const page = await readPage(database, { pk, prefix: 'W#', after, limit: 100, strong: true });
  const waits = page.items.map(({ sk }) => {
    const [, device = '', ...family] = sk.split('#');
    return { front, device, family: family.join('#') };
  });
  return { waits, next: page.next };
}

/** Forgets a wait that no slot bears out any more. */
export async function removeWait(database: Database, wait: Wait): Promise<void> {
  await transact(database, [{ remove: waitKey(wait.front, wait.device, wait.family) }]);
}
