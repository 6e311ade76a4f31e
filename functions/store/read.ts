import { type AttributeValue, BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { fromItem, type Item } from './attribute.ts';
import type { Database } from './client.ts';
import type { Key } from './keys.ts';
import type { PlainItem } from './read-plain.ts';
import { Conflict } from './retry.ts';
import { TABLE } from './table.ts';

/** Items that were read together, by key; absent ones are absent. */
export interface Items {
  get(key: Key): PlainItem | undefined;
}

/** DynamoDB's limit of one BatchGetItem. */
const MAX_KEYS = 100;
const MAX_ROUNDS = 4;

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/**
 * Reads items by key in one round trip, up to 100 of them; what DynamoDB leaves unprocessed is asked for again.
 * @param strong read what every finished write has left, at twice the cost (R2.8)
 */
export async function readItems(database: Database, keys: readonly Key[], strong: boolean): Promise<Items> {
  const found = new Map<string, PlainItem>();
  const wanted = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
  const batches: Promise<void>[] = [];
  for (let at = 0; at < wanted.length; at += MAX_KEYS) {
    batches.push(readBatch(database, wanted.slice(at, at + MAX_KEYS), strong, found));
  }
  await Promise.all(batches);
  return { get: (key) => found.get(nameOf(key)) };
}

async function readBatch(
  { client, table }: Database,
  keys: readonly Key[],
  strong: boolean,
  found: Map<string, PlainItem>,
): Promise<void> {
  let Keys: Item[] = keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
  for (let round = 0; Keys.length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw new Conflict('keys stay unprocessed');
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: strong } } }),
    );
    for (const item of answer.Responses?.[table] ?? []) found.set(nameOf(keyOf(item)), fromItem(item));
    Keys = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
}

function keyOf(item: Item): Key {
  return { pk: item[TABLE.partitionKey]?.S ?? '', sk: item[TABLE.sortKey]?.S ?? '' };
}

/** A page of a query. */
export interface Page {
  readonly items: readonly (PlainItem & Key)[];
  /** The last key that was read, where more may follow. */
  readonly next: Key | null;
}

export interface PageRequest {
  readonly pk: string;
  readonly prefix?: string | undefined;
  /** First and last sort key, instead of a prefix. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly after?: Key | null | undefined;
  readonly limit?: number | undefined;
  readonly strong?: boolean | undefined;
}

/** Reads a page of the items of a partition, in the order of their sort keys. */
export async function readPage({ client, table }: Database, request: PageRequest): Promise<Page> {
  const { pk, after, limit, strong = false } = request;
  const answer = await client.send(
    new QueryCommand({
      TableName: table,
      ...keyCondition(pk, request),
      ConsistentRead: strong,
      ...(limit !== undefined && { Limit: limit }),
      ...(after && { ExclusiveStartKey: { pk: { S: after.pk }, sk: { S: after.sk } } }),
    }),
  );
  const last = answer.LastEvaluatedKey;
  return {
    items: (answer.Items ?? []).map((item) => ({ ...fromItem(item), ...keyOf(item) })),
    next: last === undefined ? null : keyOf(last),
  };
}

/** What a list shows next: behind which sort key, and how many. */
export interface PageBounds {
  readonly after: string | null;
  readonly limit: number;
}

/**
 * Reads a page of a list of the API, strongly: a partition of its own, in the order of its sort keys.
 * @returns also the sort key behind which the next page begins, null at the end
 */
export async function readListPage(
  database: Database,
  pk: string,
  { after, limit }: PageBounds,
): Promise<{ readonly items: Page['items']; readonly next: string | null }> {
  const start = after === null ? null : { pk, sk: after };
  // One more than asked for tells whether another page follows.
  const page = await readPage(database, { pk, after: start, limit: limit + 1, strong: true });
  const items = page.items.slice(0, limit);
  return { items, next: page.items.length > limit ? (items.at(-1)?.sk ?? null) : null };
}

function keyCondition(pk: string, { prefix, from, to }: PageRequest) {
  const bounds: Record<string, AttributeValue> = {};
  let condition = 'pk = :p';
  if (prefix !== undefined) {
    condition += ' AND begins_with(sk, :s)';
    bounds[':s'] = { S: prefix };
  } else if (from !== undefined && to !== undefined) {
    condition += ' AND sk BETWEEN :f AND :t';
    bounds[':f'] = { S: from };
    bounds[':t'] = { S: to };
  }
  return { KeyConditionExpression: condition, ExpressionAttributeValues: { ':p': { S: pk }, ...bounds } };
}

/** Reads all items of a partition with a prefix; for partitions that rules keep small. */
export async function readAll(database: Database, request: PageRequest): Promise<Page['items']> {
  const items: (PlainItem & Key)[] = [];
  let after: Key | null = null;
  do {
    const page: Page = await readPage(database, { ...request, after });
    items.push(...page.items);
    after = page.next;
  } while (after !== null);
  return items;
}
