import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { toItem } from './attribute.ts';
import type { Database } from './client.ts';
import { chunksOf, forEachAtMost } from './parallel.ts';
import { Conflict, withRetries } from './retry.ts';
import type { Write } from './transaction.ts';

/** A put that rests on nothing that was read. */
export type Put = Pick<Extract<Write, { put: unknown }>, 'put' | 'item'>;

/** DynamoDB's limit of one BatchWriteItem. */
const MAX_PUTS = 25;
const BATCHES_AT_ONCE = 6;

/**
 * Puts items, in place of what may be there, in no order and not all or nothing: for items that nobody looks for yet and
 * that a repeat writes just the same. Half the cost of a transaction.
 * @throws Unavailable when the database stays busy
 */
export async function putItems(database: Database, puts: readonly Put[]): Promise<void> {
  await forEachAtMost(chunksOf(puts, MAX_PUTS), BATCHES_AT_ONCE, (chunk) => putBatch(database, chunk));
}

async function putBatch({ client, table }: Database, puts: readonly Put[]): Promise<void> {
  let left: WriteRequest[] = puts.map(({ put, item }) => ({ PutRequest: { Item: toItem({ ...item, ...put }) } }));
  await withRetries(async () => {
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = answer.UnprocessedItems?.[table] ?? [];
    if (left.length > 0) throw new Conflict('items stay unprocessed');
  });
}
