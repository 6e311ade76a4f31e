import { Draft } from '../core/draft.ts';
import type { License } from '../core/license.ts';
import { persistTakeOver } from '../core/reserve-wait.ts';
import { settleSlot } from '../core/take-over.ts';
import { changesSomething, type Transition, type Wait } from '../core/transition.ts';
import type { Authorship } from './audit-item.ts';
import { commit, type Ledger } from './commit.ts';
import { type Key, slotKey } from './keys.ts';
import type { LicenseReader } from './licenses.ts';
import { readItems } from './read.ts';
import { withRetries } from './retry.ts';
import { readSlot } from './slot-item.ts';
import { licensesOf, readProductsOf, readSurroundings } from './surroundings.ts';
import { readWaits, removeWait } from './waits.ts';

/** What take-overs are read from and written to. */
export interface TakeOverStore {
  readonly licenses: LicenseReader;
  readonly ledger: Ledger;
}

/** Calls back for every event that was written. */
export type Count = (transition: Transition) => void;

/** Persists the take-overs behind a license that has ended (R6.5). @returns whether some must wait (R6.3) */
export async function persistTakeOvers(
  store: TakeOverStore,
  front: License,
  authorship: Authorship,
  count: Count,
): Promise<boolean> {
  let waiting = false;
  let after: Key | null = null;
  do {
    const page: Awaited<ReturnType<typeof readWaits>> = await readWaits(store.ledger, front.id, after);
    for (const wait of page.waits) {
      if (await withRetries(() => takeOverSlot(store, wait, authorship, count))) waiting = true;
    }
    after = page.next;
  } while (after !== null);
  return waiting;
}

/** Persists the take-over of one slot, if it is due. @returns whether its reserve must wait (R6.3) */
export async function takeOverSlot(
  store: TakeOverStore,
  wait: Wait,
  authorship: Authorship,
  count: Count,
): Promise<boolean> {
  const { now } = authorship;
  const { licenses: reader, ledger } = store;
  const key = slotKey(wait.device, wait.family);
  const item = (await readItems(ledger, [key], true)).get(key);
  const slot = item === undefined ? null : readSlot(wait.device, wait.family, item);
  if (slot === null || slot.reserve === null || slot.inForce?.license !== wait.front) {
    await removeWait(ledger, wait);
    return false;
  }
  const [around, products] = await Promise.all([
    readSurroundings(reader, new Map(), licensesOf([slot]), true),
    readProductsOf(reader, [slot], [], now),
  ]);
  const licenses = await reader.withShards(around);
  const standing = settleSlot(slot, licenses, products, now);
  const { takeOver, reserveReason } = standing;
  if (takeOver === null && reserveReason === null) return false;
  const draft = new Draft(now, licenses);
  persistTakeOver(draft, slot, standing);
  if (takeOver !== null) draft.changeSlot(slot, standing.slot);
  // The term of one that may not take over has started all the same (R6.3, R6.4), and what it brings about is due.
  else draft.change(slot.reserve.license, (read) => read);
  const transition = draft.close();
  if (changesSomething(transition)) await commit(ledger, transition, authorship);
  count(transition);
  return takeOver === null;
}
