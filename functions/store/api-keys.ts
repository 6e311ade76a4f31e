import type { Instant } from '../core/instant.ts';
import type { Database } from './client.ts';
import type { Key } from './keys.ts';
import { readItems } from './read.ts';
import { readNumber, readOptionalNumber, readText, readTexts } from './read-plain.ts';
import { transact } from './transaction.ts';

/** What an API key opens (api.md section 2). */
export type KeyScope = 'catalog' | 'issue' | 'support' | 'read' | 'admin';

/** An API key as it is stored: its prefix names it, its hash finds it, the key itself is nowhere. */
export interface ApiKey {
  readonly prefix: string;
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
}

const keyOf = (hash: string): Key => ({ pk: `K#${hash}`, sk: 'K' });
const indexKey = (prefix: string): Key => ({ pk: 'K#', sk: prefix });

/** Who a key belongs to; null for one that is unknown, expired or revoked. */
export async function findApiKey(
  database: Database,
  hash: string,
  now: Instant,
): Promise<{ readonly id: string; readonly scopes: readonly KeyScope[] } | null> {
  const item = (await readItems(database, [keyOf(hash)], true)).get(keyOf(hash));
  if (item === undefined) return null;
  const expiresAt = readOptionalNumber(item, 'z');
  if (expiresAt !== null && expiresAt <= now) return null;
  return { id: readText(item, 'p'), scopes: readTexts(item, 's') as readonly KeyScope[] };
}

/** Stores a key, in place of one with the same hash. */
export async function putApiKey(database: Database, key: ApiKey): Promise<void> {
  const { prefix, hash, name, scopes, createdAt, expiresAt } = key;
  await transact(database, [
    { put: keyOf(hash), item: { p: prefix, n: name, s: scopes, t: createdAt, z: expiresAt } },
    { put: indexKey(prefix), item: { h: hash, n: name, s: scopes, t: createdAt, z: expiresAt } },
  ]);
}

/** Reads a stored key by its prefix. */
export async function readApiKey(database: Database, prefix: string): Promise<ApiKey | null> {
  const item = (await readItems(database, [indexKey(prefix)], true)).get(indexKey(prefix));
  if (item === undefined) return null;
  return {
    prefix,
    hash: readText(item, 'h'),
    name: readText(item, 'n'),
    scopes: readTexts(item, 's') as readonly KeyScope[],
    createdAt: readNumber(item, 't'),
    expiresAt: readOptionalNumber(item, 'z'),
  };
}
