import type { Instant } from '../core/instant.ts';
import type { Database } from './client.ts';
import { shardIndex, sortableInstant } from './keys.ts';
import { type Page, readPage } from './read.ts';
import type { Write } from './transaction.ts';

/** What leads to a license beside its id and its code. */
export interface Pointed {
  readonly license: { readonly id: string; readonly issuedAt: Instant };
  readonly batch: string;
  /** `hashEmail` of the lower-case address, null without one: addresses are not readable in keys. */
  readonly emailHash: string | null;
  /** `hashOrder` of the order number, null without one. */
  readonly orderHash: string | null;
}

/** A list of licenses that the table keeps: all, or those of a batch, an address, an order. */
export type PointerList =
  | { readonly of: 'all' }
  | { readonly of: 'batch'; readonly batch: string }
  | { readonly of: 'email'; readonly hash: string }
  | { readonly of: 'order'; readonly hash: string };

/** A page of a list, oldest license first. */
export interface PointerPage {
  readonly pointers: readonly Pointer[];
  /** Where the next page begins, or null at the end. */
  readonly next: string | null;
}

/** A license in a list, and its place in it. */
export interface Pointer {
  readonly license: string;
  readonly at: string;
}

/** Long lists lie in as many partitions, since a batch of thousands is written at once. */
const SHARDS = 16;

/** A place in a list: by instant of issue, then by id, and so the same whatever is written meanwhile. */
function pointerPlace({ id, issuedAt }: Pointed['license']): string {
  return `${sortableInstant(issuedAt)}#${id}`;
}

function sharded(name: string, shard: number): string {
  return `${name}#${String(shard).padStart(2, '0')}`;
}

function partitionsOf(list: PointerList): readonly string[] {
  if (list.of === 'email') return [`E#${list.hash}`];
  if (list.of === 'order') return [`O#${list.hash}`];
  const name = nameOf(list);
  return Array.from({ length: SHARDS }, (_, shard) => sharded(name, shard));
}

function nameOf(list: Extract<PointerList, { of: 'all' | 'batch' }>): string {
  return list.of === 'all' ? 'ALL' : `B#${list.batch}`;
}

/** The lists that a license stands in. */
function listsOf({ batch, emailHash, orderHash }: Pointed): readonly PointerList[] {
  return [
    { of: 'all' },
    { of: 'batch', batch },
    ...(emailHash === null ? [] : [{ of: 'email', hash: emailHash } as const]),
    ...(orderHash === null ? [] : [{ of: 'order', hash: orderHash } as const]),
  ];
}

function keyIn(list: PointerList, license: Pointed['license']) {
  const partitions = partitionsOf(list);
  return {
    pk: partitions[partitions.length === 1 ? 0 : shardIndex(license.id, SHARDS)] ?? '',
    sk: pointerPlace(license),
  };
}

/** The writes that let a new license be found: two to four. */
export function pointerWrites(pointed: Pointed): readonly Write[] {
  return listsOf(pointed).map((list) => ({ put: keyIn(list, pointed.license), item: {} }));
}

/** The writes that move a license from the lists of what it was to those of what it is; they belong to its change. */
export function pointerMoves(before: Pointed, after: Pointed): readonly Write[] {
  const [old, next] = [before, after].map(
    (pointed) => new Map(listsOf(pointed).map((list) => [partitionsOf(list)[0] ?? '', keyIn(list, pointed.license)])),
  );
  return [
    ...[...(old ?? [])].filter(([name]) => !next?.has(name)).map(([, key]): Write => ({ remove: key })),
    ...[...(next ?? [])].filter(([name]) => !old?.has(name)).map(([, key]): Write => ({ put: key, item: {} })),
  ];
}

/**
 * Reads a page of a list, strongly: what is in it when the first page is read is in exactly one page.
 * @param after the place behind which the page begins, null for the first
 */
export async function readPointers(
  database: Database,
  list: PointerList,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<PointerPage> {
  const pages = await Promise.all(
    partitionsOf(list).map(async (pk): Promise<Page> => {
      const start = after === null ? null : { pk, sk: after };
      return readPage(database, { pk, after: start, limit, strong: true });
    }),
  );
  const places = pages.flatMap(({ items }) => items.map(({ sk }) => sk)).sort(compare);
  const shown = places.slice(0, limit);
  const more = places.length > limit || pages.some(({ next }) => next !== null);
  return {
    pointers: shown.map((at) => ({ at, license: at.slice(at.indexOf('#') + 1) })),
    next: more ? (shown.at(-1) ?? null) : null,
  };
}

/** By code units, as DynamoDB compares the bytes of these ASCII keys; never by language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
