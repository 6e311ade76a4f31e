import { type Link, NO_LINK } from '../core/chain.ts';
import { ENTRIES, type Head, headKey, isAtHome, linkAfter, linkOf, readHead } from './chain-link.ts';
import type { Database } from './client.ts';
import { type Key, licenseKey } from './keys.ts';
import { type Page, readAll, readItems, readPage } from './read.ts';
import { MalformedItem, type PlainItem, readOptionalNumber } from './read-plain.ts';

/**
 * Whether the audit of a license is whole (R14.1): every sealed entry is there, unaltered and in its place, the chain ends
 * at its head, and there are as many entries, sealed or not yet, as the license has counted. Commits and seals that
 * happen meanwhile raise no alarm; whatever looks wrong is looked at once more with strong reads.
 */
export async function verifyChain(database: Database, license: string): Promise<boolean> {
  return (await isWhole(database, license, false)) || isWhole(database, license, true);
}

/**
 * The hash of every sealed entry by its sequence, as it follows from the entries themselves; null when the chain is broken.
 */
export async function readHashes(database: Database, license: string): Promise<ReadonlyMap<number, string> | null> {
  const walk = await walkEntries(database, license, true);
  return walk.unbroken ? walk.hashes : null;
}

async function isWhole(database: Database, license: string, strong: boolean): Promise<boolean> {
  try {
    const before = await readEnds(database, license, strong);
    const walk = await walkEntries(database, license, strong);
    if (!walk.unbroken) return false;
    if (isWalkedTo(walk, before.head) && walk.count === before.count) return true;
    // Somebody may have written since: what was there before must have been found, and no more than is there now.
    const after = await readEnds(database, license, strong);
    const counted = before.count <= walk.count && walk.count <= after.count;
    return counted && walk.last.sequence >= before.head.sequence && isWithin(walk, before.head, after.head);
  } catch (fault) {
    if (fault instanceof MalformedItem) return false;
    throw fault;
  }
}

/** The head of the chain, and how many entries the license and its counter shards have counted. */
async function readEnds(database: Database, license: string, strong: boolean) {
  const { pk } = licenseKey(license);
  const key = headKey(license);
  const [heads, counters] = await Promise.all([
    readItems(database, [key], strong),
    readAll(database, { pk, from: 'L', to: 'N~', strong }),
  ]);
  const count = counters.reduce((sum, item) => sum + (readOptionalNumber(item, 'c') ?? 0), 0);
  return { head: readHead(heads.get(key)), count };
}

/** What a walk over all entries of a license has met. */
class Walk {
  count = 0;
  unbroken = true;
  last: Link = NO_LINK;
  /** Hashes of the links that were found good, by sequence; heads must be among them. */
  readonly hashes = new Map<number, string>([[0, '']]);
  /** Sealed entries that came before their turn: clocks of two processes differ by moments. */
  readonly early = new Map<number, PlainItem>();
  private readonly license: string;

  constructor(license: string) {
    this.license = license;
  }

  meet(item: PlainItem & Key): void {
    this.count += 1;
    if (!isAtHome(this.license, item)) this.unbroken = false;
    const link = linkOf(item);
    if (link === null) return;
    if (link.sequence <= this.last.sequence || this.early.has(link.sequence)) this.unbroken = false;
    this.early.set(link.sequence, item);
    this.follow();
  }

  private follow(): void {
    for (;;) {
      const item = this.early.get(this.last.sequence + 1);
      if (item === undefined) return;
      const link = linkAfter(this.license, this.last, item);
      if (link.hash !== linkOf(item)?.hash) this.unbroken = false;
      this.early.delete(link.sequence);
      this.hashes.set(link.sequence, link.hash);
      this.last = link;
    }
  }
}

async function walkEntries(database: Database, license: string, strong: boolean): Promise<Walk> {
  const walk = new Walk(license);
  let after: Key | null = null;
  do {
    const page: Page = await readPage(database, { pk: headKey(license).pk, ...ENTRIES, after, strong });
    for (const item of page.items) walk.meet(item);
    after = page.next;
  } while (after !== null);
  return walk;
}

/** Whether a walk ended exactly at a head. */
function isWalkedTo({ last, early }: Walk, head: Head): boolean {
  return early.size === 0 && last.sequence === head.sequence && last.hash === head.hash;
}

/** Whether a walk passed the head as it was, and met nothing behind the head as it is now. */
function isWithin({ hashes, last, early }: Walk, before: Head, after: Head): boolean {
  if (hashes.get(before.sequence) !== before.hash) return false;
  if (last.sequence === after.sequence && last.hash !== after.hash) return false;
  return Math.max(last.sequence, ...early.keys()) <= after.sequence;
}
