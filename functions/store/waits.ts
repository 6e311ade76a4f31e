import type { Slot } from '../core/slot.ts';
import type { Wait } from '../core/transition.ts';
import type { Database } from './client.ts';
import { type Key, licenseKey, slotKey, waitKey } from './keys.ts';
import { readItems, readPage } from './read.ts';
import { readSlot } from './slot-item.ts';
import { transact } from './transaction.ts';

/** A page of waits, and where the next one begins. */
export interface WaitPage {
  readonly waits: readonly Wait[];
  readonly next: Key | null;
}

/** A page of the slots in which reserves wait behind a license (R6.5). */
export async function readWaits(database: Database, front: string, after: Key | null): Promise<WaitPage> {
  const { pk } = licenseKey(front);
  const page = await readPage(database, { pk, prefix: 'W#', after, limit: 100, strong: true });
  const waits = page.items.map(({ sk }) => {
    const [, device = '', ...family] = sk.split('#');
    return { front, device, family: family.join('#') };
  });
  return { waits, next: page.next };
}

/** The slots of waits, strongly read; those that have gone are left out. */
export async function readWaitingSlots(database: Database, waits: readonly Wait[]): Promise<readonly Slot[]> {
  const keys = waits.map(({ device, family }) => slotKey(device, family));
  const items = await readItems(database, keys, true);
  return waits.flatMap(({ device, family }) => {
    const item = items.get(slotKey(device, family));
    return item === undefined ? [] : [readSlot(device, family, item)];
  });
}

/** Forgets a wait that no slot bears out any more. */
export async function removeWait(database: Database, wait: Wait): Promise<void> {
  await transact(database, [{ remove: waitKey(wait.front, wait.device, wait.family) }]);
}
