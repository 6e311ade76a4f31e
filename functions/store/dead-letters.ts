import type { Instant } from '../core/instant.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { type Delivery, deliveryKey, deliveryWrites } from './hook-queue.ts';
import type { Key } from './keys.ts';
import { readItems, readPage } from './read.ts';
import { type PlainItem, readNumber, readText } from './read-plain.ts';
import { withRetries } from './retry.ts';
import { transact } from './transaction.ts';

/** A delivery that was given up: the receiver did not take it for three days (R14.2). */
export interface DeadLetter extends Omit<Delivery, 'replayed'> {
  /** Names it among those of its webhook. */
  readonly id: string;
  readonly givenUpAt: Instant;
  /** What the last try met: `status 500`, `timeout` … */
  readonly failure: string;
}

const partitionOf = (webhook: string): string => `Z#${webhook}`;
const keyOf = (webhook: string, id: string): Key => ({ pk: partitionOf(webhook), sk: id });

/** Puts a delivery aside for good, so that those behind it go on. */
export async function giveUp(
  database: Database,
  delivery: Delivery,
  { now, failure }: { readonly now: Instant; readonly failure: string },
): Promise<void> {
  const { webhook, license, sequence, eventId: i, body: b, queuedAt: t } = delivery;
  // Ids sort by license and, within it, by sequence.
  const id = `${license}#${deliveryKey({ webhook, license, sequence }).sk}`;
  const item = { i, b, t, g: now, f: failure };
  await withRetries(() => transact(database, [{ put: keyOf(webhook, id), item }, { remove: deliveryKey(delivery) }]));
}

/** A page of what was given up for a webhook, by license and sequence. */
export async function listDeadLetters(
  database: Database,
  webhook: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly letters: readonly DeadLetter[]; readonly next: string | null }> {
  const start = after === null ? null : keyOf(webhook, after);
  const page = await readPage(database, { pk: partitionOf(webhook), after: start, limit, strong: true });
  return { letters: page.items.map((item) => toDeadLetter(webhook, item)), next: page.next?.sk ?? null };
}

/**
 * Puts a dead letter back into its queue; it is sent before what waits there, since its sequence is lower.
 * @returns false when there is no such letter, or somebody else has just replayed it
 */
export async function replayDeadLetter(
  database: Database,
  { webhook, id }: Pick<DeadLetter, 'webhook' | 'id'>,
  now: Instant,
): Promise<boolean> {
  const key = keyOf(webhook, id);
  return withRetries(async () => {
    const item = (await readItems(database, [key], true)).get(key);
    if (item === undefined) return false;
    const letter = toDeadLetter(webhook, { ...item, ...key });
    // Its three days begin anew.
    const delivery: Delivery = { ...letter, queuedAt: now, replayed: true };
    const stillThere = new Expression().demandEqual(['g'], letter.givenUpAt);
    await transact(database, [{ remove: key, expression: stillThere }, ...deliveryWrites(letter, [delivery], now)]);
    return true;
  });
}

function toDeadLetter(webhook: string, item: PlainItem & Key): DeadLetter {
  const [license = '', sequence = ''] = item.sk.split('#');
  return {
    id: item.sk,
    webhook,
    license,
    sequence: Number(sequence),
    eventId: readText(item, 'i'),
    body: readText(item, 'b'),
    queuedAt: readNumber(item, 't'),
    givenUpAt: readNumber(item, 'g'),
    failure: readText(item, 'f'),
  };
}
