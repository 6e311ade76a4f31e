import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DAY, dayNumber, type Instant } from '../core/instant.ts';
import type { AnchoredHead, DayAnchor } from './anchor-record.ts';
import { headKey, readHead } from './chain-link.ts';
import type { Database } from './client.ts';
import { type DueItem, type DuePage, readDue } from './due.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { forEachAtMost } from './parallel.ts';
import { readItems } from './read.ts';
import { readText } from './read-plain.ts';
import { Stale, withRetries } from './retry.ts';
import { transact } from './transaction.ts';

const PAGE = 100;
const UPDATES_AT_ONCE = 8;

/** Where the last anchor is named, for the next one to name it in turn. */
const LAST: Key = { pk: 'ANCHORS', sk: 'HEAD' };

/** The day before the one that holds an instant: the last whole one. */
export function dayBefore(now: Instant): string {
  return new Date((dayNumber(now) - 1) * DAY).toISOString().slice(0, 10);
}

/** The heads of a partition that have moved on a day before the one of `now` and are in no anchor yet, by license. */
export async function readMovedHeads(
  database: Database,
  partition: string,
  now: Instant,
): Promise<readonly AnchoredHead[]> {
  const heads: AnchoredHead[] = [];
  const before = dayNumber(now) * DAY - 1;
  let after: DueItem | null = null;
  do {
    const page: DuePage = await readDue(database, partition, before, {
      limit: PAGE,
      after,
    });
    const items = await readItems(database, page.items, true);
    for (const key of page.items) {
      const { sequence, hash } = readHead(items.get({ pk: key.pk, sk: key.sk }));
      if (sequence > 0) heads.push({ license: key.pk.slice('J#'.length), sequence, hash });
    }
    after = page.next;
  } while (after !== null);
  return heads.sort((a, b) => (a.license < b.license ? -1 : 1));
}

/** Lets heads rest that are in an anchor now; one that has moved meanwhile waits for the next. */
export async function markAnchored(
  { client, table }: Database,
  heads: readonly AnchoredHead[],
  day: string,
): Promise<void> {
  await forEachAtMost(heads, UPDATES_AT_ONCE, async ({ license, sequence }) => {
    const { pk, sk } = headKey(license);
    const expression = new Expression().set(['dueP'], null).set(['dueS'], null).set(['z'], day);
    const request = expression.demandEqual(['n'], sequence).write();
    await withRetries(async () => {
      try {
        await client.send(
          new UpdateItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } }, ...request }),
        );
      } catch (fault) {
        if (!(fault instanceof ConditionalCheckFailedException)) throw fault;
      }
    });
  });
}

/** The last anchor before a day, or null. */
export async function readLastAnchor(database: Database, day: string): Promise<DayAnchor['previous']> {
  const item = (await readItems(database, [LAST], true)).get(LAST);
  if (item === undefined) return null;
  const last = { day: readText(item, 'd'), root: readText(item, 'r') };
  return last.day < day ? last : null;
}

/** Names an anchor as the last one, unless a later one is named. */
export async function nameLastAnchor(database: Database, { day, root }: DayAnchor): Promise<void> {
  const expression = new Expression();
  const d = expression.name(['d']);
  expression.demand(`(attribute_not_exists(${d}) OR ${d} < ${expression.value(day)})`);
  await withRetries(async () => {
    try {
      await transact(database, [{ put: LAST, item: { d: day, r: root }, expression }]);
    } catch (fault) {
      // This one is named already, or a later one.
      if (!(fault instanceof Stale)) throw fault;
    }
  });
}
