import { Draft } from '../core/draft.ts';
import { HOUR, type Instant } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import { persistTakeOver } from '../core/reserve-wait.ts';
import { visit } from '../core/sweep.ts';
import { handoverAt, settleSlot } from '../core/take-over.ts';
import type { Transition, Wait } from '../core/transition.ts';
import type { Service } from '../service.ts';
import type { Authorship } from '../store/audit-item.ts';
import { commit } from '../store/commit.ts';
import { type Key, slotKey } from '../store/keys.ts';
import { readItems } from '../store/read.ts';
import { withRetries } from '../store/retry.ts';
import { readSlot } from '../store/slot-item.ts';
import { licensesOf, readProductsOf, readSurroundings } from '../store/surroundings.ts';
import { readWaits, removeWait } from '../store/waits.ts';

/** When the sweep looks again for a reserve that may not take over yet, such as a blocked one (R6.3). */
const RECHECK = HOUR;

/** Calls back for every event that was written. */
export type Count = (transition: Transition) => void;

/**
 * Does what is due for a license: first the take-overs behind it, a transaction each, then its own events together with
 * the next due instant, so that a sweep that is killed in between starts here again (R13.1). An extension in between
 * changes the license's version and wins (R13.3).
 * @returns whether anything was due
 */
export async function visitLicense(
  service: Service,
  id: string,
  authorship: Authorship,
  count: Count,
): Promise<boolean> {
  const { now } = authorship;
  return withRetries(async () => {
    const license = (await service.licenses.read([id], true)).get(id);
    if (license === undefined || license.due === null || license.due > now) return false;
    const waiting = isHandingOver(license, now) ? await takeOver(service, license, authorship, count) : false;
    const draft = new Draft(now, new Map([[id, license]]));
    const visited = visit(license, now);
    const recheckAt = waiting ? now + RECHECK : null;
    draft.change(id, () => ({ ...visited.license, recheckAt }));
    for (const event of visited.events) draft.record(event);
    const transition = draft.close();
    await commit(service.ledger, transition, authorship);
    count(transition);
    return true;
  });
}

function isHandingOver(license: License, now: Instant): boolean {
  const at = handoverAt(license, Number.NEGATIVE_INFINITY);
  return at !== null && at <= now;
}

/** Persists the take-overs behind a license that has ended (R6.5). @returns whether some must wait (R6.3) */
async function takeOver(service: Service, front: License, authorship: Authorship, count: Count): Promise<boolean> {
  let waiting = false;
  let after: Key | null = null;
  do {
    const page: Awaited<ReturnType<typeof readWaits>> = await readWaits(service.ledger, front.id, after);
    for (const wait of page.waits) {
      if (await withRetries(() => takeOverSlot(service, wait, authorship, count))) waiting = true;
    }
    after = page.next;
  } while (after !== null);
  return waiting;
}

async function takeOverSlot(service: Service, wait: Wait, authorship: Authorship, count: Count): Promise<boolean> {
  const { now } = authorship;
  const { licenses: reader, ledger } = service;
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
  if (standing.takeOver === null) return standing.reserveReason !== null;
  const draft = new Draft(now, licenses);
  persistTakeOver(draft, slot, standing);
  draft.changeSlot(slot, standing.slot);
  const transition = draft.close();
  await commit(ledger, transition, authorship);
  count(transition);
  return false;
}
