import type { LicenseEvent } from '../core/event.ts';
import type { Slot } from '../core/slot.ts';
import type { Change, SeatChange, Transition } from '../core/transition.ts';
import { type AuditEntry, type Authorship, writeAuditEntry } from './audit-item.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { auditKey, seatKey, slotKey, waitKey } from './keys.ts';
import { writeLicenseChange } from './license-change.ts';
import { writeSeat } from './seat-item.ts';
import { writeSlot } from './slot-item.ts';
import { isNew, transact, type Write } from './transaction.ts';

/** Makes ids and orders of audit entries; one per process. */
export interface EntryMaker {
  /** The id of an entry; what is due has always the same one, so that no receiver takes it twice (R14.2). */
  entryId(event: LicenseEvent): string;
  /** Grows with every call. */
  nextOrder(now: number): number;
}

/** A store that can write; the audit entries' ids come from outside, since they are random or keyed. */
export interface Ledger extends Database {
  readonly entries: EntryMaker;
}

/**
 * Writes a transition in one transaction: states under the conditions that they are as read, seats, waits, and an audit
 * entry for every event (R3.4, R14.1).
 * @param extra further writes that belong to it, such as an idempotency row
 * @throws Stale, Conflict
 */
export async function commit(
  ledger: Ledger,
  transition: Transition,
  authorship: Authorship,
  extra: readonly Write[] = [],
): Promise<void> {
  await transact(ledger, [...writesOf(ledger.entries, transition, authorship), ...extra]);
}

/** The writes of a transition. */
export function writesOf(entries: EntryMaker, transition: Transition, authorship: Authorship): readonly Write[] {
  const { slots, licenses, seats, waits, events } = transition;
  const audited = new Map<string, number>();
  for (const { license } of events) audited.set(license, (audited.get(license) ?? 0) + 1);
  return [
    ...slots.filter(({ before, after }) => before !== after).map(writeSlotChange),
    ...licenses.flatMap((change) =>
      writeLicenseChange(change, audited.get(change.after.id) ?? 0, authorship.now).map(
        ({ key, expression, item }): Write =>
          item === undefined ? { update: key, expression } : { put: key, item, expression: isNew() },
      ),
    ),
    ...mergeSeats(seats).map(writeSeatChange),
    ...waits.remove
      .filter((wait) => !waits.put.some((kept) => waitId(kept) === waitId(wait)))
      .map((wait): Write => ({ remove: waitKey(wait.front, wait.device, wait.family) })),
    ...waits.put.map((wait): Write => ({ put: waitKey(wait.front, wait.device, wait.family), item: {} })),
    ...events.map((event) => writeEvent(entries, event, authorship)),
  ];
}

function waitId({ front, device, family }: Transition['waits']['put'][number]): string {
  return `${front} ${device} ${family}`;
}

function writeSlotChange({ before, after }: Change<Slot>): Write {
  const expression = new Expression();
  // Whoever loses the race for a device finds another version (R5.3, R6.2).
  expression.demandEqual(['v'], before.version === 0 ? null : before.version);
  return {
    put: slotKey(after.device, after.family),
    item: writeSlot({ ...after, version: before.version + 1 }),
    expression,
  };
}

/** A transaction takes one write an item: of several changes of a seat the last one counts. */
function mergeSeats(changes: readonly SeatChange[]): readonly SeatChange[] {
  const last = new Map<string, SeatChange>();
  for (const change of changes) {
    const seat = 'put' in change ? change.put : change.remove;
    last.set(`${seat.license} ${seat.seatClass} ${seat.nonce}`, change);
  }
  return [...last.values()];
}

function writeSeatChange(change: SeatChange): Write {
  if ('put' in change) {
    return { put: seatKey(change.put.license, change.put.seatClass, change.put.nonce), item: writeSeat(change.put) };
  }
  const { license, seatClass, nonce } = change.remove;
  const key = seatKey(license, seatClass, nonce);
  if (change.heldUntil === undefined) return { remove: key };
  // A held seat is handed on once: to its own device, to another, or to the sweep (R4.4, R13.1).
  return { remove: key, expression: new Expression().demandEqual(['h'], change.heldUntil) };
}

/** The write of an audit entry; the transaction that holds it must also count it (R14.1). */
export function writeEvent(entries: EntryMaker, event: LicenseEvent, { actor, requestId, now }: Authorship): Write {
  const order = entries.nextOrder(now);
  const entry: AuditEntry = { ...event, id: entries.entryId(event), at: now, actor, requestId, order, sealed: null };
  return { put: auditKey(entry.license, order, entry.id), item: writeAuditEntry(entry), expression: isNew() };
}
