import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../core/instant.ts';
import type { Database } from './client.ts';
import { type Key, sortableInstant } from './keys.ts';
import { TABLE } from './table.ts';

/** Something that is due: the item, and the instant at which it became so. */
export interface DueItem extends Key {
  readonly dueS: string;
}

/** The instant at which an item became due. */
export function dueInstant({ dueS }: DueItem): Instant {
  return Number(dueS.split('#', 1)[0]);
}

/** A page of what is due in one partition of the index, the earliest first. */
export interface DuePage {
  readonly items: readonly DueItem[];
  /** Where to go on, or null at the end. */
  readonly next: DueItem | null;
}

/**
 * Reads what is due by `now` in one partition: it costs half a unit when nothing is, however many licenses there are
 * (R13.1). The index may be a moment old; whoever acts on it reads the item itself first.
 */
export async function readDue(
  { client, table }: Database,
  partition: string,
  now: Instant,
  request: { readonly limit: number; readonly after: DueItem | null },
): Promise<DuePage> {
  const { limit, after } = request;
  const answer = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: TABLE.dueIndex,
      KeyConditionExpression: 'dueP = :p AND dueS < :s',
      ExpressionAttributeValues: { ':p': { S: partition }, ':s': { S: sortableInstant(now + 1) } },
      Limit: limit,
      ...(after && {
        ExclusiveStartKey: {
          pk: { S: after.pk },
          sk: { S: after.sk },
          dueP: { S: partition },
          dueS: { S: after.dueS },
        },
      }),
    }),
  );
  const items = (answer.Items ?? []).map(({ pk, sk, dueS }) => ({
    pk: pk?.S ?? '',
    sk: sk?.S ?? '',
    dueS: dueS?.S ?? '',
  }));
  return { items, next: answer.LastEvaluatedKey === undefined ? null : (items.at(-1) ?? null) };
}
