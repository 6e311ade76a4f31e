import { DAY, type Instant } from '../core/instant.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import {
  type AnchoredHead,
  anchorName,
  type DayAnchor,
  readAnchor,
  readShard,
  rootOfDay,
  rootOfHeads,
  SHARDS,
  shardName,
} from './anchor-record.ts';
import { dayBefore } from './anchors.ts';
import { readAudit } from './audit-reading.ts';
import { readHashes } from './chain.ts';
import { headKey, readHead } from './chain-link.ts';
import type { Database } from './client.ts';
import { anchorPartition } from './keys.ts';
import { readItems } from './read.ts';

/** So many days back the last anchor is looked for; there is one a day unless anchoring fails. */
const MAX_DAYS_BACK = 60;

/** What the anchors say, read from them alone: whoever can write to the table has no say in it. */
export interface Anchors {
  /** The newest anchor, `2026-11-24`; null when there is none. */
  readonly lastDay: string | null;
  /** The head of each license in the newest anchor that names it. */
  readonly heads: ReadonlyMap<string, AnchoredHead>;
  /** Names of objects that are missing or do not agree with the root over them. */
  readonly faulty: readonly string[];
}

/**
 * Reads back through the anchors, each of which names the one before with its root (R14.1).
 * @param wanted the licenses that are asked about, at which it stops; null reads all that there are
 */
export async function readAnchors(
  store: ObjectStore,
  now: Instant,
  wanted: ReadonlySet<string> | null,
): Promise<Anchors> {
  const shards = wanted === null ? SHARDS : [...new Set([...wanted].map(shardOf))];
  const heads = new Map<string, AnchoredHead>();
  const faulty: string[] = [];
  const first = await findLast(store, now);
  let anchor = first;
  while (anchor !== null) {
    const { day, previous }: DayAnchor = anchor;
    if (rootOfDay(anchor) !== anchor.root) faulty.push(anchorName(day));
    else await readHeads(store, anchor, shards, { wanted, heads, faulty });
    if (previous === null || heads.size === wanted?.size) break;
    anchor = await readAnchor(store, previous.day);
    if (anchor?.root === previous.root) continue;
    // What stands there is not what the next day has seen, and neither is anything before it.
    faulty.push(anchorName(previous.day));
    anchor = null;
  }
  return { lastDay: first?.day ?? null, heads, faulty };
}

function shardOf(license: string): number {
  return Number(anchorPartition(license).slice('DAY#'.length));
}

async function findLast(store: ObjectStore, now: Instant): Promise<DayAnchor | null> {
  // From today on, as the clock here may be behind.
  for (let back = -1; back < MAX_DAYS_BACK; back += 1) {
    const anchor = await readAnchor(store, dayBefore(now - back * DAY));
    if (anchor !== null) return anchor;
  }
  return null;
}

interface Findings {
  readonly wanted: ReadonlySet<string> | null;
  readonly heads: Map<string, AnchoredHead>;
  readonly faulty: string[];
}

async function readHeads(
  store: ObjectStore,
  { day, shards }: DayAnchor,
  numbers: readonly number[],
  { wanted, heads, faulty }: Findings,
): Promise<void> {
  for (const shard of numbers) {
    const root = shards[shard] ?? null;
    if (root === null) continue;
    const kept = await readShard(store, day, shard);
    if (kept === null || rootOfHeads(kept.heads) !== root) {
      faulty.push(shardName(day, shard));
      continue;
    }
    for (const head of kept.heads) {
      if ((wanted === null || wanted.has(head.license)) && !heads.has(head.license)) heads.set(head.license, head);
    }
  }
}

/**
 * `agrees`: the chain contains the very head that the newest anchor of it names. `differs`: it does not, or no anchor
 * names it that can be trusted, though one should. `not_anchored`: it is too young for one.
 */
export type AnchorCheck = 'agrees' | 'differs' | 'not_anchored';

/** Checks a license's chain against the anchors (R14.1): finds a chain that was made anew, which agrees with itself. */
export async function checkAnchor(
  database: Database,
  { heads, lastDay, faulty }: Anchors,
  license: string,
): Promise<AnchorCheck> {
  const head = heads.get(license);
  if (head !== undefined) {
    const hashes = await readHashes(database, license);
    return hashes?.get(head.sequence) === head.hash ? 'agrees' : 'differs';
  }
  const key = headKey(license);
  const [items, { entries }] = await Promise.all([
    readItems(database, [key], true),
    readAudit(database, license, { after: null, limit: 1 }),
  ]);
  const [oldest] = entries;
  // Sealing may follow a minute later, on the day after.
  const isOld = oldest?.sealed != null && lastDay !== null && dayBefore(oldest.at + 2 * DAY) <= lastDay;
  return readHead(items.get(key)).anchoredOn !== null || isOld || faulty.length > 0 ? 'differs' : 'not_anchored';
}
