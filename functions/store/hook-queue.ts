import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Instant, SECOND } from '../core/instant.ts';
import { fromItem } from './attribute.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { hookPartition, type Key, sortableInstant } from './keys.ts';
import { chunksOf } from './parallel.ts';
import { readItems, readPage } from './read.ts';
import { type PlainItem, readNumber, readOptionalNumber, readOptionalText, readText } from './read-plain.ts';
import { withRetries } from './retry.ts';
import { transact, type Write } from './transaction.ts';

/** The deliveries of one license's events to one webhook keep their order: they form a queue (R14.2). */
export interface QueueName {
  readonly webhook: string;
  readonly license: string;
}

/** A delivery that waits. */
export interface Delivery extends QueueName {
  readonly sequence: number;
  readonly eventId: string;
  readonly body: string;
  readonly queuedAt: Instant;
  /** It was given up once, and somebody wants it sent all the same. */
  readonly replayed: boolean;
}

/** The head of a queue, held by one worker. */
export interface QueueHead extends QueueName {
  /** What `dueS` was set to by whoever holds the queue. */
  readonly claim: string;
  /** Grows with everything that is put into the queue. */
  readonly version: number;
  /** Tries of the first delivery so far. */
  readonly tries: number;
  /** Everything up to this sequence has been delivered or given up. */
  readonly doneTo: number;
}

/** Longer than a worker keeps a queue: whoever had it for so long is dead. */
export const CLAIMED_FOR = 90 * SECOND;
const MAX_PUT = 50;
const SEQUENCE_WIDTH = 12;

const partitionOf = ({ webhook, license }: QueueName): string => `Y#${webhook}#${license}`;
const headKeyOf = (name: QueueName): Key => ({ pk: partitionOf(name), sk: 'Q' });
export const deliveryKey = (of: QueueName & { sequence: number }): Key => ({
  pk: partitionOf(of),
  sk: String(of.sequence).padStart(SEQUENCE_WIDTH, '0'),
});

/** The queue that an item of the due index is the head of. */
export function queueOf({ pk }: Key): QueueName {
  const [, webhook = '', ...license] = pk.split('#');
  return { webhook, license: license.join('#') };
}

export function deliveryWrites(name: QueueName, deliveries: readonly Delivery[], now: Instant): readonly Write[] {
  return [
    wake(name, now),
    ...deliveries.map((delivery): Write => {
      const { eventId: i, body: b, queuedAt: t, replayed } = delivery;
      return { put: deliveryKey(delivery), item: { i, b, t, ...(replayed && { x: 1 }) } };
    }),
  ];
}

/** Makes a queue due, unless it waits for its next try or is being worked on. */
function wake(name: QueueName, now: Instant): Write {
  const key = headKeyOf(name);
  return {
    update: key,
    expression: new Expression().keep(['dueP'], hookPartition(key.pk)).keep(['dueS'], dueAt(now, key)).add(['v'], 1),
  };
}

const dueAt = (at: Instant, { pk }: Key): string => `${sortableInstant(at)}#${pk}`;

/** Puts deliveries into the queue of a webhook and a license. Again is the same: the sequence is their key. */
export async function enqueue(
  database: Database,
  name: QueueName,
  deliveries: readonly Delivery[],
  now: Instant,
): Promise<void> {
  for (const part of chunksOf(deliveries, MAX_PUT)) {
    await withRetries(() => transact(database, deliveryWrites(name, part, now)));
  }
}

/** Takes a queue that is due for this worker; null when it is not due, or another worker has it. */
export async function claimQueue(database: Database, name: QueueName, now: Instant): Promise<QueueHead | null> {
  const key = headKeyOf(name);
  const item = (await readItems(database, [key], true)).get(key);
  const due = item === undefined ? null : readOptionalText(item, 'dueS');
  if (due === null || due >= sortableInstant(now + 1)) return null;
  const claim = dueAt(now + CLAIMED_FOR, key);
  return changeHead(database, name, new Expression().set(['dueS'], claim).demandEqual(['dueS'], due));
}

/** Lets a queue wait until an instant. */
export async function postpone(database: Database, head: QueueHead, until: Instant): Promise<void> {
  const expression = new Expression().set(['dueS'], dueAt(until, headKeyOf(head)));
  expression.set(['n'], head.tries).set(['d'], head.doneTo);
  await changeHead(database, head, expression.demandEqual(['dueS'], head.claim));
}

/**
 * Lets an empty queue rest.
 * @returns null when it does; the head anew when something has been put into it meanwhile
 */
export async function rest(database: Database, head: QueueHead): Promise<QueueHead | null> {
  const expression = new Expression().set(['dueP'], null).set(['dueS'], null).set(['n'], null).set(['d'], head.doneTo);
  expression.demandEqual(['dueS'], head.claim).demandEqual(['v'], head.version);
  if ((await changeHead(database, head, expression)) !== null) return null;
  const again = new Expression().set(['d'], head.doneTo).demandEqual(['dueS'], head.claim);
  return changeHead(database, head, again);
}

/** The first deliveries of a queue. */
export async function readDeliveries(database: Database, name: QueueName, limit: number): Promise<readonly Delivery[]> {
  const page = await readPage(database, { pk: partitionOf(name), from: '0', to: ':', limit, strong: true });
  return page.items.map((item) => ({ ...name, ...readBody(item), sequence: Number(item.sk) }));
}

function readBody(item: PlainItem): Pick<Delivery, 'eventId' | 'body' | 'queuedAt' | 'replayed'> {
  const replayed = readOptionalNumber(item, 'x') !== null;
  return { eventId: readText(item, 'i'), body: readText(item, 'b'), queuedAt: readNumber(item, 't'), replayed };
}

/** Takes a delivery out of its queue: it was taken, or nobody wants it. */
export async function dropDelivery(database: Database, delivery: Delivery): Promise<void> {
  await withRetries(() => transact(database, [{ remove: deliveryKey(delivery) }]));
}

/** @returns null when the condition fails */
async function changeHead(
  { client, table }: Database,
  { webhook, license }: QueueName,
  expression: Expression,
): Promise<QueueHead | null> {
  const { pk, sk } = headKeyOf({ webhook, license });
  const request = { TableName: table, Key: { pk: { S: pk }, sk: { S: sk } }, ...expression.write() };
  try {
    const answer = await withRetries(() => client.send(new UpdateItemCommand({ ...request, ReturnValues: 'ALL_NEW' })));
    const item = fromItem(answer.Attributes ?? {});
    return {
      webhook,
      license,
      claim: readOptionalText(item, 'dueS') ?? '',
      version: readNumber(item, 'v'),
      tries: readOptionalNumber(item, 'n') ?? 0,
      doneTo: readOptionalNumber(item, 'd') ?? 0,
    };
  } catch (fault) {
    if (fault instanceof ConditionalCheckFailedException) return null;
    throw fault;
  }
}
