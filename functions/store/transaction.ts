import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type Plain, toItem } from './attribute.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { Conflict, Stale } from './retry.ts';

/** One write of a transaction: exactly what DynamoDB takes, with our keys. */
export type Write =
  | { readonly put: Key; readonly item: { readonly [name: string]: Plain }; readonly expression?: Expression }
  | { readonly update: Key; readonly expression: Expression }
  | { readonly remove: Key; readonly expression?: Expression };

/** DynamoDB's limit of a transaction. */
export const MAX_WRITES = 100;

/** How often a transaction is sent at most before what it rests on is read again. */
const MAX_SENDS = 5;

/** The longest pause before the second sending, in milliseconds: two transactions have passed by then. */
const FIRST_PAUSE = 16;

/** How much longer before each further one: a queue that is still there needs half the sendings that doubling would take. */
const PAUSE_GROWTH = 3;

/** A condition that a new item is new. */
export function isNew(): Expression {
  const expression = new Expression();
  return expression.demand(`attribute_not_exists(${expression.name(['pk'])})`);
}

function attributesOf(key: Key): Record<'pk' | 'sk', AttributeValue> {
  return { pk: { S: key.pk }, sk: { S: key.sk } };
}

function toTransactItem(TableName: string, write: Write): TransactWriteItem {
  if ('put' in write) {
    return { Put: { TableName, Item: toItem({ ...write.item, ...write.put }), ...write.expression?.write() } };
  }
  if ('remove' in write)
    return { Delete: { TableName, Key: attributesOf(write.remove), ...write.expression?.write() } };
  const Key = attributesOf(write.update);
  const { UpdateExpression, ConditionExpression, ...placeholders } = write.expression.write();
  if (UpdateExpression !== undefined) {
    return {
      Update: {
        TableName,
        Key,
        UpdateExpression,
        ...placeholders,
        ...(ConditionExpression && { ConditionExpression }),
      },
    };
  }
  return { ConditionCheck: { TableName, Key, ConditionExpression: ConditionExpression ?? '', ...placeholders } };
}

/**
 * Writes all or nothing. Where another transaction has an item under way nothing was done, and what was read holds more
 * often than not, since counters are added to: the same is sent again, which spares the reads of a new try (R4.6).
 * @throws Stale when a condition failed, Conflict when other transactions stay in the way
 */
export async function transact({ client, table }: Database, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const TransactItems = writes.map((write) => toTransactItem(table, write));
  // An answer may get lost and the SDK send it again: by this token DynamoDB knows that it has done it.
  const ClientRequestToken = randomUUID();
  for (let sends = 1; ; sends += 1) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
      return;
    } catch (fault) {
      const explained = explain(fault);
      if (!(explained instanceof Conflict) || sends === MAX_SENDS) throw explained;
    }
    await pause(Math.random() * FIRST_PAUSE * PAUSE_GROWTH ** (sends - 1));
  }
}

/** Reads the reasons of a cancellation: a rule refused, or somebody was in the way. */
function explain(fault: unknown): unknown {
  if (!(fault instanceof TransactionCanceledException)) return fault;
  const reasons = (fault.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None').filter((code) => code !== 'None');
  if (reasons.includes('ConditionalCheckFailed')) return new Stale(reasons.join(), { cause: fault });
  const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
  return reasons.some((code) => passing.includes(code)) ? new Conflict(reasons.join(), { cause: fault }) : fault;
}
