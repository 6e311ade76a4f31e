import { describeFault, type Log } from '../runtime/log.ts';
import { isAdministration } from '../store/administration-audit.ts';
import { linkOf } from '../store/chain-link.ts';
import { type EntryItem, type OpenAudit, readOpen, sealEntries } from '../store/chain-seal.ts';
import type { Database } from '../store/client.ts';
import type { Key } from '../store/keys.ts';
import { markPublished, markTaken, moveOpening, takenBy } from '../store/outbox.ts';
import { readText } from '../store/read-plain.ts';
import { withRetries } from '../store/retry.ts';
import { toPublished } from './outgoing.ts';
import type { EventSink } from './sink.ts';

/** What publishing needs from outside. */
export interface Publishing {
  readonly database: Database;
  readonly sinks: readonly EventSink[];
  readonly log: Log;
  readonly now: () => number;
}

/** What became of a license's open entries. */
export interface LicenseOutcome {
  readonly sealed: number;
  readonly published: number;
  /** A sink has failed; what it has not taken stays in the outbox. */
  readonly heldBack: boolean;
}

/** So many entries published behind the head's opening make it worth a write to move it. */
const WORTH_MOVING = 200;

/**
 * Seals and publishes everything that is open for a license (R14.1, R14.2). Killed anywhere, or run twice at once, it
 * ends the same: an entry leaves the outbox only after every sink has taken it, and only behind those before it.
 * @param named entries that are known to be open
 */
export async function publishLicense(
  publishing: Publishing,
  license: string,
  named: readonly Key[],
): Promise<LicenseOutcome> {
  const { database, now } = publishing;
  const outcome = { sealed: 0, published: 0, heldBack: false };
  for (;;) {
    let sealing = 0;
    const open = await withRetries(async () => {
      const read = await readOpen(database, license, named);
      sealing = read.unsealed.length;
      return sealEntries(database, read, now());
    });
    outcome.sealed += sealing;
    if (sealing > 0) publishing.log('audit.sealed', { licenseId: license, count: sealing });
    const entries = open.cutAt === null ? open.unpublished : firstRun(open.unpublished);
    outcome.heldBack = !(await sendToAll(publishing, license, entries));
    if (outcome.heldBack) return outcome;
    outcome.published += entries.length;
    await moveBehind(database, open, entries);
    if (open.cutAt === null || entries.length === 0) return outcome;
  }
}

/** What follows the first entry without a gap: behind a gap, something may still be unread that must leave before. */
function firstRun(entries: readonly EntryItem[]): readonly EntryItem[] {
  const first = entries[0] === undefined ? 0 : sequenceOf(entries[0]);
  const gap = entries.findIndex((entry, index) => sequenceOf(entry) !== first + index);
  return gap < 0 ? entries : entries.slice(0, gap);
}

function sequenceOf(entry: EntryItem): number {
  return linkOf(entry)?.sequence ?? 0;
}

async function moveBehind(database: Database, open: OpenAudit, published: readonly EntryItem[]): Promise<void> {
  if (open.examined < WORTH_MOVING || published.length < open.unpublished.length) return;
  const last = [open.head.openFrom, ...published.map(({ sk }) => sk)].sort().at(-1) ?? open.head.openFrom;
  await moveOpening(database, open.license, open.head, open.cutAt ?? last);
}

/** Offers entries to every sink that has not taken them yet. @returns whether all have them now */
async function sendToAll(publishing: Publishing, license: string, entries: readonly EntryItem[]): Promise<boolean> {
  if (entries.length === 0) return true;
  const { database, log } = publishing;
  const sinks = isAdministration(license) ? [] : publishing.sinks;
  const taken = await Promise.all(
    sinks.map(async (sink) => {
      const wanted = entries.filter((entry) => !takenBy(entry).includes(sink.name));
      try {
        if (wanted.length > 0) await sink.send(wanted.map((entry) => toPublished(license, entry)));
        return true;
      } catch (fault) {
        log('event.not_taken', { licenseId: license, sink: sink.name, ...describeFault(fault) });
        return false;
      }
    }),
  );
  if (taken.every(Boolean)) {
    await markPublished(database, entries);
    for (const entry of entries) log('event.published', { licenseId: license, eventId: readText(entry, 'e') });
    return true;
  }
  const willing = sinks.filter((_, index) => taken[index]).map(({ name }) => name);
  if (willing.length > 0) await markTaken(database, entries, willing);
  return false;
}
