import type { Instant } from '../core/instant.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { type PageBounds, readAll, readItems, readListPage } from './read.ts';
import { MalformedItem, type PlainItem, readNumber, readText, readTexts } from './read-plain.ts';
import { isNew, transact, type Write } from './transaction.ts';

/** A place that events are sent to (R14.2). */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** Names of events, `license.*` for all of a kind; null for every event. */
  readonly events: readonly string[] | null;
  readonly createdAt: Instant;
  /** The secret that deliveries are signed with, in an envelope (`openEnvelope`, purpose `webhook-secret`, owner the id). */
  readonly sealedSecret: Uint8Array;
  /** Changes with every write. */
  readonly version: number;
}

const PARTITION = 'W#';
const keyOf = (id: string): Key => ({ pk: PARTITION, sk: id });

/** A webhook, or null. */
export async function readWebhook(database: Database, id: string): Promise<Webhook | null> {
  const item = (await readItems(database, [keyOf(id)], true)).get(keyOf(id));
  return item === undefined ? null : toWebhook(id, item);
}

/** All webhooks, by id; there are few. */
export async function listWebhooks(database: Database): Promise<readonly Webhook[]> {
  const items = await readAll(database, { pk: PARTITION, strong: true });
  return items.map((item) => toWebhook(item.sk, item));
}

/** A page of webhooks. @returns also the id behind which the next page begins, null at the end */
export async function readWebhookPage(
  database: Database,
  bounds: PageBounds,
): Promise<{ readonly webhooks: readonly Webhook[]; readonly next: string | null }> {
  const { items, next } = await readListPage(database, PARTITION, bounds);
  return { webhooks: items.map((item) => toWebhook(item.sk, item)), next };
}

/**
 * Stores a webhook as the one after the version that was read, 0 for a new one.
 * @param extra further writes that belong to it
 * @throws Stale when somebody else has changed or made it
 */
export async function putWebhook(database: Database, webhook: Webhook, extra: readonly Write[] = []): Promise<void> {
  const { id, url, events, createdAt, sealedSecret, version } = webhook;
  const expression = version === 0 ? isNew() : new Expression().demandEqual(['v'], version);
  const item = { u: url, e: events, t: createdAt, s: sealedSecret, v: version + 1 };
  await transact(database, [{ put: keyOf(id), item, expression }, ...extra]);
}

/**
 * Removes a webhook as it was read.
 * @param extra further writes that belong to it
 * @throws Stale when somebody else has changed it
 */
export async function removeWebhook(
  database: Database,
  { id, version }: Webhook,
  extra: readonly Write[] = [],
): Promise<void> {
  const expression = new Expression().demandEqual(['v'], version);
  await transact(database, [{ remove: keyOf(id), expression }, ...extra]);
}

function toWebhook(id: string, item: PlainItem): Webhook {
  if (!(item.s instanceof Uint8Array)) throw new MalformedItem('a webhook without its secret');
  return {
    id,
    url: readText(item, 'u'),
    events: item.e === undefined ? null : readTexts(item, 'e'),
    createdAt: readNumber(item, 't'),
    sealedSecret: item.s,
    version: readNumber(item, 'v'),
  };
}
