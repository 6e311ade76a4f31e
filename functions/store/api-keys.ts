import { dayNumber, type Instant } from '../core/instant.ts';
import type { Scope } from '../core/scope.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { type PageBounds, readItems, readListPage } from './read.ts';
import { type PlainItem, readNumber, readOptionalNumber, readText, readTexts } from './read-plain.ts';
import { isNew, transact, type Write } from './transaction.ts';

/** An API key as it is stored: its prefix names it, its hash finds it, the key itself is nowhere. */
export interface ApiKey {
  readonly prefix: string;
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
}

/** A key with the number of the UTC day on which it was last used, as far as that could be noted. */
export interface ListedKey extends ApiKey {
  readonly lastUsedOn: number | null;
}

const keyOf = (hash: string): Key => ({ pk: `K#${hash}`, sk: 'K' });
const indexKey = (prefix: string): Key => ({ pk: 'K#', sk: prefix });

/** Who a key belongs to; null for one that is unknown, expired or revoked. Its use is noted once a day. */
export async function findApiKey(
  database: Database,
  hash: string,
  now: Instant,
): Promise<{ readonly id: string; readonly scopes: readonly Scope[] } | null> {
  const item = (await readItems(database, [keyOf(hash)], true)).get(keyOf(hash));
  if (item === undefined) return null;
  const expiresAt = readOptionalNumber(item, 'z');
  if (expiresAt !== null && expiresAt <= now) return null;
  if (readOptionalNumber(item, 'u') !== dayNumber(now)) await noteUse(database, hash, now);
  return { id: readText(item, 'p'), scopes: readTexts(item, 's') as readonly Scope[] };
}

/** As well as it can: no call fails because its key's use could not be noted. */
async function noteUse(database: Database, hash: string, now: Instant): Promise<void> {
  const expression = new Expression().set(['u'], dayNumber(now));
  // Of a key that was revoked meanwhile nothing comes back.
  expression.demand(`attribute_exists(${expression.name(['pk'])})`);
  await transact(database, [{ update: keyOf(hash), expression }]).catch(() => undefined);
}

/** Stores a key, in place of one with the same hash. */
export async function putApiKey(database: Database, key: ApiKey): Promise<void> {
  await transact(
    database,
    writesOf(key, () => new Expression()),
  );
}

/**
 * Stores a new key.
 * @param extra further writes that belong to it
 * @throws Stale when there is one with its prefix
 */
export async function createApiKey(database: Database, key: ApiKey, extra: readonly Write[]): Promise<void> {
  await transact(database, [...writesOf(key, isNew), ...extra]);
}

function writesOf({ prefix, hash, name, scopes, createdAt, expiresAt }: ApiKey, condition: () => Expression): Write[] {
  const described = { n: name, s: scopes, t: createdAt, z: expiresAt };
  return [
    { put: keyOf(hash), item: { ...described, p: prefix }, expression: condition() },
    { put: indexKey(prefix), item: { ...described, h: hash }, expression: condition() },
  ];
}

/** A page of keys, by prefix. @returns also the prefix behind which the next page begins, null at the end */
export async function readKeyPage(
  database: Database,
  bounds: PageBounds,
): Promise<{ readonly keys: readonly ListedKey[]; readonly next: string | null }> {
  const { items: shown, next } = await readListPage(database, indexKey('').pk, bounds);
  const used = await readItems(
    database,
    shown.map((item) => keyOf(readText(item, 'h'))),
    true,
  );
  const keys = shown.map((item) => ({
    ...toApiKey(item.sk, item),
    lastUsedOn: readOptionalNumber(used.get(keyOf(readText(item, 'h'))) ?? {}, 'u'),
  }));
  return { keys, next };
}

/**
 * Removes a key: the next call with it is refused.
 * @param extra further writes that belong to it
 * @returns whether there was one
 * @throws Stale when somebody else has just removed it
 */
export async function removeApiKey(database: Database, prefix: string, extra: readonly Write[]): Promise<boolean> {
  const item = (await readItems(database, [indexKey(prefix)], true)).get(indexKey(prefix));
  if (item === undefined) return false;
  const expression = new Expression();
  // Of two who revoke it one finds it gone, so that it is audited once.
  expression.demand(`attribute_exists(${expression.name(['pk'])})`);
  await transact(database, [
    { remove: keyOf(readText(item, 'h')) },
    { remove: indexKey(prefix), expression },
    ...extra,
  ]);
  return true;
}

function toApiKey(prefix: string, item: PlainItem): ApiKey {
  return {
    prefix,
    hash: readText(item, 'h'),
    name: readText(item, 'n'),
    scopes: readTexts(item, 's') as readonly Scope[],
    createdAt: readNumber(item, 't'),
    expiresAt: readOptionalNumber(item, 'z'),
  };
}
