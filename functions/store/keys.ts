import { DUE_SHARDS } from './table.ts';

/** The primary key of an item (docs/data-model.md draws them all). */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Width of an instant in a sort key: milliseconds until the year 5138. */
const INSTANT_WIDTH = 14;

/** An instant as part of a sort key, so that text order is time order. */
export function sortableInstant(at: number): string {
  return String(Math.max(0, Math.floor(at))).padStart(INSTANT_WIDTH, '0');
}

/** Which of so many shards a text belongs to; always the same one. */
export function shardIndex(text: string, shards: number): number {
  let sum = 0;
  for (const symbol of text) sum = (sum * 31 + (symbol.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % shards;
}

const shardOf = (text: string): string => String(shardIndex(text, DUE_SHARDS)).padStart(2, '0');

/** The partition of the due index in which a license's matters stand. */
export const duePartition = (license: string): string => `DUE#${shardOf(license)}`;

/** The partition of the due index in which a license's events wait to be published; one keeps their order. */
export const outboxPartition = (license: string): string => `OUT#${shardOf(license)}`;

/** The partition in which the webhook queue of an endpoint and a license waits for its next try (R14.2). */
export const hookPartition = (queue: string): string => `HOOK#${shardOf(queue)}`;

/** The partition in which the head of a license's chain waits for the anchor of its day (R14.1). */
export const anchorPartition = (license: string): string => `DAY#${shardOf(license)}`;

/** All partitions of one kind in the due index. */
export function partitions(kind: 'DUE' | 'OUT' | 'HOOK' | 'DAY'): readonly string[] {
  return Array.from({ length: DUE_SHARDS }, (_, shard) => `${kind}#${String(shard).padStart(2, '0')}`);
}

export const licenseKey = (license: string): Key => ({ pk: `L#${license}`, sk: 'L' });
export const detailsKey = (license: string): Key => ({ pk: `L#${license}`, sk: 'M' });
export const counterShardKey = (license: string, seatClass: string, shard: number): Key => ({
  pk: `L#${license}`,
  sk: `N#${seatClass}#${String(shard).padStart(2, '0')}`,
});
export const waitKey = (front: string, device: string, family: string): Key => ({
  pk: `L#${front}`,
  sk: `W#${device}#${family}`,
});
export const codeKey = (version: number, hash: string): Key => ({ pk: `C#${version}#${hash}`, sk: 'C' });
export const slotKey = (device: string, family: string): Key => ({ pk: `D#${device}`, sk: `F#${family}` });
export const aliasKey = (hash: string): Key => ({ pk: `A#${hash}`, sk: 'A' });
export const seatKey = (license: string, seatClass: string, nonce: string): Key => ({
  pk: `S#${license}`,
  sk: `${seatClass}#${nonce}`,
});
export const auditKey = (license: string, order: number, id: string): Key => ({
  pk: `J#${license}`,
  sk: `${String(order).padStart(INSTANT_WIDTH + 3, '0')}#${id}`,
});
