import {
  BatchWriteItemCommand,
  ScanCommand,
  type ScanCommandOutput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../functions/store/attribute.ts';
import type { Database } from '../../functions/store/client.ts';

/** All items of a table, by key. */
export type TableState = ReadonlyMap<string, Item>;

const MAX_REQUESTS = 25;

const nameOf = ({ pk, sk }: Item): string => `${pk?.S}\n${sk?.S}`;

/** Reads the whole table. */
export async function readState({ client, table }: Database): Promise<TableState> {
  const items = new Map<string, Item>();
  let after: Item | undefined;
  do {
    const scan = new ScanCommand({
      TableName: table,
      ConsistentRead: true,
      ...(after && { ExclusiveStartKey: after }),
    });
    const page: ScanCommandOutput = await client.send(scan);
    for (const item of page.Items ?? []) items.set(nameOf(item), item);
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
  return items;
}

/** Makes the table what it was. */
export async function restoreState({ client, table }: Database, now: TableState, before: TableState): Promise<void> {
  const requests: WriteRequest[] = [];
  for (const [name, item] of now) {
    const { pk, sk } = item;
    if (!before.has(name) && pk !== undefined && sk !== undefined)
      requests.push({ DeleteRequest: { Key: { pk, sk } } });
  }
  for (const [name, item] of before) {
    if (JSON.stringify(now.get(name)) !== JSON.stringify(item)) requests.push({ PutRequest: { Item: item } });
  }
  for (let at = 0; at < requests.length; at += MAX_REQUESTS) {
    const part = requests.slice(at, at + MAX_REQUESTS);
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: part } }));
  }
}
