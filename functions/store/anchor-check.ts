import type { ObjectStore } from '../runtime/object-store.ts';
import { readAnchor, readShard, rootOfDay, rootOfHeads } from './anchor-record.ts';
import { readHashes } from './chain.ts';
import { headKey, readHead } from './chain-link.ts';
import type { Database } from './client.ts';
import { anchorPartition } from './keys.ts';
import { readItems } from './read.ts';

/**
 * `agrees`: the chain contains the very head that the anchor names. `differs`: it does not, or the anchor does not agree
 * with itself. `not_anchored`: the day's anchor does not name the license.
 */
export type AnchorCheck = 'agrees' | 'differs' | 'not_anchored';

/**
 * Checks a license's chain against an anchor (R14.1): finds a chain that was made anew, which agrees with itself.
 * @param day `2026-11-24`; the last one that the license is in when left out
 */
export async function checkAnchor(
  database: Database,
  store: ObjectStore,
  license: string,
  day?: string,
): Promise<AnchorCheck> {
  const key = headKey(license);
  const on = day ?? readHead((await readItems(database, [key], true)).get(key)).anchoredOn;
  if (on === null) return 'not_anchored';
  const shard = Number(anchorPartition(license).slice('DAY#'.length));
  const [anchor, kept] = await Promise.all([readAnchor(store, on), readShard(store, on, shard)]);
  // A head that says it is anchored, where nothing is, was changed.
  if (anchor === null) return day === undefined ? 'differs' : 'not_anchored';
  if (rootOfDay(anchor) !== anchor.root) return 'differs';
  if ((kept === null ? null : rootOfHeads(kept.heads)) !== anchor.shards[shard]) return 'differs';
  const head = kept?.heads.find((one) => one.license === license);
  if (head === undefined) return day === undefined ? 'differs' : 'not_anchored';
  const hashes = await readHashes(database, license);
  return hashes?.get(head.sequence) === head.hash ? 'agrees' : 'differs';
}
