import { Draft } from '../core/draft.ts';
import type { Instant } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import { persistTakeOver } from '../core/reserve-wait.ts';
import type { Slot } from '../core/slot.ts';
import { settleSlot } from '../core/take-over.ts';
import { changesSomething, type Transition, type Wait } from '../core/transition.ts';
import type { Authorship } from './audit-item.ts';
import { commit, type Ledger } from './commit.ts';
import { type Key, slotKey } from './keys.ts';
import type { LicenseReader } from './licenses.ts';
import { readItems } from './read.ts';
import { withRetries } from './retry.ts';
import { readSeatPage, type SeatPage } from './seats.ts';
import { readSlot } from './slot-item.ts';
import { licensesOf, readProductsOf, readSurroundings } from './surroundings.ts';
import { readWaitingSlots, readWaits, removeWait, type WaitPage } from './waits.ts';

/** What take-overs are read from and written to. */
export interface TakeOverStore {
  readonly licenses: LicenseReader;
  readonly ledger: Ledger;
}

/** So many pages of a hundred slots are looked through within one call of the API; the sweep sees to any others. */
export const MAX_PAGES = 20;

/** Milliseconds that somebody who activates waits for the take-overs of others at most; the sweep sees to the rest. */
const MAX_TAKE_OVER_TIME = 5000;

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
    const page: WaitPage = await readWaits(store.ledger, front.id, after);
    for (const wait of page.waits) {
      if (await withRetries(() => takeOverSlot(store, wait, authorship, count))) waiting = true;
    }
    after = page.next;
  } while (after !== null);
  return waiting;
}

/**
 * Persists the take-overs behind a license that are due, for a caller who waits: reserves whose turn has not come, or who
 * may not take over yet, cost him a share of a read and no more, however many they are (R4.5).
 * @returns whether there was one
 */
export async function persistDueTakeOvers(
  store: TakeOverStore,
  front: License,
  authorship: Authorship,
): Promise<boolean> {
  const deadline = performance.now() + MAX_TAKE_OVER_TIME;
  let found = false;
  let after: Key | null = null;
  for (let pages = 0; pages === 0 || (after !== null && pages < MAX_PAGES); pages += 1) {
    const page: WaitPage = await readWaits(store.ledger, front.id, after);
    const slots = await readWaitingSlots(store.ledger, page.waits);
    for (const wait of await findDue(store.licenses, slots, authorship.now)) {
      if (performance.now() > deadline) return found;
      await withRetries(() => takeOverSlot(store, wait, authorship, () => {}));
      found = true;
    }
    after = page.next;
  }
  return found;
}

/**
 * Persists the take-overs by a reserve that are due, before its terms change: it is verified by those that it had when
 * its turn came (R6.3), whether or not the sweep has been there (R6.5).
 */
export async function persistTakeOversBy(store: TakeOverStore, reserve: string, authorship: Authorship): Promise<void> {
  let after: Key | null = null;
  for (let pages = 0; pages === 0 || (after !== null && pages < MAX_PAGES); pages += 1) {
    const page: SeatPage = await readSeatPage(store.ledger, reserve, {
      after,
      limit: 100,
    });
    const slots = page.seats.flatMap(({ slot }) => (slot?.reserve?.license === reserve ? [slot] : []));
    for (const wait of await findDue(store.licenses, slots, authorship.now)) {
      await withRetries(() => takeOverSlot(store, wait, authorship, () => {}));
    }
    after = page.next;
  }
}

/** Where a take-over is due. */
async function findDue(reader: LicenseReader, slots: readonly Slot[], now: Instant): Promise<readonly Wait[]> {
  if (slots.length === 0) return [];
  const [licenses, products] = await Promise.all([
    readSurroundings(reader, new Map(), licensesOf(slots), true),
    readProductsOf(reader, slots, [], now),
  ]);
  return slots.flatMap((slot) => {
    const { takeOver } = settleSlot(slot, licenses, products, now);
    return takeOver === null ? [] : [{ front: takeOver.from, device: slot.device, family: slot.family }];
  });
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
