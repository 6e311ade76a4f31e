import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Head, headKey } from './chain-link.ts';
import type { EntryItem } from './chain-seal.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { forEachAtMost } from './parallel.ts';
import { readTexts } from './read-plain.ts';
import { withRetries } from './retry.ts';

const UPDATES_AT_ONCE = 8;

/** The sinks that have taken an entry which others have not. */
export function takenBy(entry: EntryItem): readonly string[] {
  return readTexts(entry, 'k');
}

/** Takes entries out of the outbox: every sink has them (R14.2). */
export async function markPublished(database: Database, entries: readonly EntryItem[]): Promise<void> {
  await forEachAtMost(entries, UPDATES_AT_ONCE, (entry) => {
    return update(database, entry, () => whileThere().set(['dueP'], null).set(['dueS'], null).set(['k'], null));
  });
}

/** Remembers which sinks have taken entries, so that they do not get them anew until the others have them too. */
export async function markTaken(
  database: Database,
  entries: readonly EntryItem[],
  sinks: readonly string[],
): Promise<void> {
  await forEachAtMost(entries, UPDATES_AT_ONCE, (entry) => {
    const taken = [...new Set([...takenBy(entry), ...sinks])];
    return update(database, entry, () => whileThere().set(['k'], taken));
  });
}

/** Lets the next publisher begin behind what has left. One that has sealed meanwhile has said so itself. */
export async function moveOpening(database: Database, license: string, head: Head, openFrom: string): Promise<void> {
  await update(database, headKey(license), () =>
    new Expression().set(['o'], openFrom).demandEqual(['n'], head.sequence).demandEqual(['o'], head.openFrom),
  );
}

/** An entry that somebody has removed is not made again: `verify` shall miss it (R14.1). */
function whileThere(): Expression {
  const expression = new Expression();
  return expression.demand(`attribute_exists(${expression.name(['e'])})`);
}

/** Updates an item outside a transaction; where the condition fails there is nothing to do. */
async function update({ client, table }: Database, { pk, sk }: Key, expression: () => Expression): Promise<void> {
  const Key = { pk: { S: pk }, sk: { S: sk } };
  await withRetries(async () => {
    try {
      await client.send(new UpdateItemCommand({ TableName: table, Key, ...expression().write() }));
    } catch (fault) {
      if (!(fault instanceof ConditionalCheckFailedException)) throw fault;
    }
  });
}
