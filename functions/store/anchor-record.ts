import { merkleRoot } from '../runtime/merkle.ts';
import type { ObjectStore } from '../runtime/object-store.ts';
import { Unavailable } from '../runtime/unavailable.ts';
import { DUE_SHARDS } from './table.ts';

/** The head of a license's chain as a day's anchor names it. */
export interface AnchoredHead {
  readonly license: string;
  readonly sequence: number;
  readonly hash: string;
}

/** The heads of one partition that had moved since their last anchor, by license. */
export interface AnchoredShard {
  readonly day: string;
  readonly heads: readonly AnchoredHead[];
}

/** What stands for a whole day: the root over the roots of its partitions; null for those where nothing had moved. */
export interface DayAnchor {
  readonly day: string;
  readonly shards: readonly (string | null)[];
  readonly root: string;
  /** The anchor before, so that a day cannot vanish either. */
  readonly previous: { readonly day: string; readonly root: string } | null;
}

/** `2026-11-24/07.json`, the heads; `2026-11-24/root.json`, the anchor. */
export const shardName = (day: string, shard: number): string => `${day}/${String(shard).padStart(2, '0')}.json`;
export const anchorName = (day: string): string => `${day}/root.json`;

/** The root of a partition's heads. */
export function rootOfHeads(heads: readonly AnchoredHead[]): string {
  return merkleRoot(heads.map(({ license, sequence, hash }) => JSON.stringify([license, sequence, hash])));
}

/** The root of a day. */
export function rootOfDay({ day, shards, previous }: Omit<DayAnchor, 'root'>): string {
  return merkleRoot([JSON.stringify([day, previous]), ...shards.map((root) => root ?? '')]);
}

export async function readShard(store: ObjectStore, day: string, shard: number): Promise<AnchoredShard | null> {
  const text = await store.get(shardName(day, shard));
  return text === null ? null : (JSON.parse(text) as AnchoredShard);
}

export async function readAnchor(store: ObjectStore, day: string): Promise<DayAnchor | null> {
  const text = await store.get(anchorName(day));
  return text === null ? null : (JSON.parse(text) as DayAnchor);
}

/**
 * Keeps an object, or reads the one that was there first.
 * @throws Unavailable when neither can be said, so that nothing is anchored that is not kept
 */
export async function keepFirst<T>(store: ObjectStore, name: string, object: T): Promise<T> {
  if (await store.putNew(name, JSON.stringify(object))) return object;
  const first = await store.get(name);
  if (first === null) throw new Unavailable(`${name} was neither kept nor found`);
  return JSON.parse(first) as T;
}

/** Numbers of the partitions. */
export const SHARDS: readonly number[] = Array.from({ length: DUE_SHARDS }, (_, shard) => shard);
