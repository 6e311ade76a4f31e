import type { ObjectStore } from '../runtime/object-store.ts';
import type { KeylessService } from '../service.ts';
import {
  anchorName,
  type DayAnchor,
  keepFirst,
  readAnchor,
  readShard,
  rootOfDay,
  rootOfHeads,
  SHARDS,
  shardName,
} from '../store/anchor-record.ts';
import { dayBefore, markAnchored, nameLastAnchor, readLastAnchor, readMovedHeads } from '../store/anchors.ts';
import { partitions } from '../store/keys.ts';
import { forEachAtMost } from '../store/parallel.ts';

export interface AnchorReport {
  /** `2026-11-24`. */
  readonly day: string;
  /** Heads in the anchor. */
  readonly heads: number;
  /** Null when there was no time for all of it; the next run goes on. */
  readonly anchor: DayAnchor | null;
}

const PARTITIONS_AT_ONCE = 4;
const TIME_KEPT_BACK = 10_000;

/**
 * Anchors the last whole day (R14.1): the heads of all chains that have moved, in one Merkle tree whose root stands where
 * nobody can change it, so that whoever can write to the table still cannot make up another past. It may run twice or be
 * killed anywhere: an object that is there is never written over, and what it does not name waits for the next day. The
 * local service calls it once a day with a directory for a store (`openDirectory`).
 */
export async function anchorDay(
  service: KeylessService,
  store: ObjectStore,
  remainingTime: () => number,
): Promise<AnchorReport> {
  const { ledger, clock, log } = service;
  const day = dayBefore(clock());
  const run: Run = { service, store, day, hasTime: () => remainingTime() > TIME_KEPT_BACK };
  const anchor = (await readAnchor(store, day)) ?? (await makeAnchor(run));
  if (anchor === null) {
    log('audit.anchor_incomplete');
    return { day, heads: 0, anchor };
  }
  await nameLastAnchor(ledger, anchor);
  const heads = await takeOutOfIndex(run, anchor);
  log('audit.anchored', { count: heads });
  return { day, heads, anchor };
}

interface Run {
  readonly service: KeylessService;
  readonly store: ObjectStore;
  readonly day: string;
  readonly hasTime: () => boolean;
}

/** Keeps the heads of every partition, and then the anchor over them. @returns null when time runs out before */
async function makeAnchor({ service: { ledger, clock }, store, day, hasTime }: Run): Promise<DayAnchor | null> {
  const now = clock();
  const roots = new Map<number, string | null>();
  await forEachAtMost(SHARDS, PARTITIONS_AT_ONCE, async (shard) => {
    if (!hasTime()) return;
    let kept = await readShard(store, day, shard);
    if (kept === null) {
      const heads = await readMovedHeads(ledger, partitions('DAY')[shard] ?? '', now);
      if (heads.length > 0) kept = await keepFirst(store, shardName(day, shard), { day, heads });
    }
    roots.set(shard, kept === null ? null : rootOfHeads(kept.heads));
  });
  if (roots.size < SHARDS.length) return null;
  const shards = SHARDS.map((shard) => roots.get(shard) ?? null);
  const content = { day, shards, previous: await readLastAnchor(ledger, day) };
  return keepFirst<DayAnchor>(store, anchorName(day), { ...content, root: rootOfDay(content) });
}

/** Takes the anchored heads out of the index; those that are left over are anchored once more. */
async function takeOutOfIndex(
  { service: { ledger }, store, day, hasTime }: Run,
  { shards }: DayAnchor,
): Promise<number> {
  let count = 0;
  await forEachAtMost(SHARDS, PARTITIONS_AT_ONCE, async (shard) => {
    if (shards[shard] === null || !hasTime()) return;
    const heads = (await readShard(store, day, shard))?.heads ?? [];
    await markAnchored(ledger, heads, day);
    count += heads.length;
  });
  return count;
}
