import { DAY, dayNumber, type Instant } from '../core/instant.ts';
import { ENTRIES, type Head, headKey, linkAfter, linkOf, readHead } from './chain-link.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { anchorPartition, type Key, sortableInstant } from './keys.ts';
import { chunksOf } from './parallel.ts';
import { type Page, readItems, readPage } from './read.ts';
import type { PlainItem } from './read-plain.ts';
import { transact, type Write } from './transaction.ts';

/** An audit entry as it is stored. */
export type EntryItem = PlainItem & Key;

/** What is still to be done for the audit of a license: entries to seal, and sealed ones that have not left. */
export interface OpenAudit {
  readonly license: string;
  readonly head: Head;
  /** By commit, as well as clocks can tell. */
  readonly unsealed: readonly EntryItem[];
  /** By sequence. */
  readonly unpublished: readonly EntryItem[];
  /** The last entry that was looked at, where more may follow; null at the end. */
  readonly cutAt: string | null;
  /** How many entries were looked at. */
  readonly examined: number;
}

/** Open entries that are worked on at once; what a long failure of a receiver has left over comes in parts. */
const MAX_OPEN = 500;
/** Entries that one transaction seals: half of what DynamoDB allows, so that it is short. */
const MAX_SEALED = 45;

const byKey = (a: Key, b: Key): number => (a.sk < b.sk ? -1 : Number(a.sk > b.sk));
const sequenceOf = (item: EntryItem): number => linkOf(item)?.sequence ?? 0;

/**
 * Reads what is open in a license's audit, strongly: everything from where the head says, and entries that somebody has
 * named, since an entry may commit later than its order says by as much as clocks differ.
 */
export async function readOpen(database: Database, license: string, named: readonly Key[]): Promise<OpenAudit> {
  const key = headKey(license);
  const items = await readItems(database, [key, ...named], true);
  const head = readHead(items.get(key));
  const found = new Map<string, EntryItem>();
  for (const { pk, sk } of named) {
    const item = items.get({ pk, sk });
    if (item !== undefined && isOpen(item)) found.set(sk, { ...item, pk, sk });
  }
  let examined = 0;
  let after: Key | null = null;
  do {
    const range = { pk: key.pk, from: head.openFrom, to: ENTRIES.to };
    const page: Page = await readPage(database, { ...range, after, limit: MAX_OPEN, strong: true });
    examined += page.items.length;
    for (const item of page.items) if (isOpen(item)) found.set(item.sk, item);
    after = page.next;
  } while (after !== null && found.size < MAX_OPEN);
  // What lies behind the cut comes after what is in between.
  const cutAt = after?.sk ?? null;
  const open = [...found.values()].filter(({ sk }) => cutAt === null || sk <= cutAt).sort(byKey);
  const unpublished = open.filter((item) => linkOf(item) !== null).sort((a, b) => sequenceOf(a) - sequenceOf(b));
  const unsealed = open.filter((item) => linkOf(item) === null);
  return { license, head, unsealed, unpublished, cutAt, examined };
}

function isOpen(item: PlainItem): boolean {
  return linkOf(item) === null || item.dueP !== undefined;
}

/**
 * Chains the unsealed entries behind the head, in order (R14.1). Whoever seals at the same time finds another head and
 * reads again. The entries stay in the outbox.
 * @throws Stale, Conflict
 */
export async function sealEntries(database: Database, open: OpenAudit, now: Instant): Promise<OpenAudit> {
  const { license, unsealed, unpublished } = open;
  const openFrom = [...unsealed, ...unpublished].sort(byKey)[0]?.sk ?? open.head.openFrom;
  const sealed: EntryItem[] = [];
  let head = open.head;
  for (const entries of chunksOf(unsealed, MAX_SEALED)) {
    const due = head.due ?? `${sortableInstant(dayNumber(now) * DAY)}#${license}`;
    const next = { ...head, openFrom, due };
    const writes: Write[] = [];
    for (const entry of entries) {
      const { sequence, hash } = linkAfter(license, next, entry);
      Object.assign(next, { sequence, hash });
      sealed.push({ ...entry, s: sequence, h: hash });
      writes.push({ update: { pk: entry.pk, sk: entry.sk }, expression: sealExpression(sequence, hash) });
    }
    await transact(database, [writeHead(license, head, next), ...writes]);
    head = next;
  }
  return { ...open, head, unsealed: [], unpublished: [...unpublished, ...sealed] };
}

/** An entry is sealed once; one that has vanished since it was read is not made again. */
function sealExpression(sequence: number, hash: string): Expression {
  const expression = new Expression().set(['s'], sequence).set(['h'], hash).demandEqual(['s'], null);
  return expression.demand(`attribute_exists(${expression.name(['e'])})`);
}

/** The head moves only from where it was read, so that of two publishers one seals. */
function writeHead(license: string, before: Head, next: Head): Write {
  const { sequence, hash, openFrom, due, anchoredOn } = next;
  const expression = new Expression().demandEqual(['n'], before.sequence === 0 ? null : before.sequence);
  return {
    put: headKey(license),
    item: { n: sequence, h: hash, o: openFrom, z: anchoredOn, dueP: anchorPartition(license), dueS: due },
    expression,
  };
}
