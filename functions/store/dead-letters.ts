import type { Instant } from '../core/instant.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { type Delivery, deliveryKey, deliveryWrites } from './hook-queue.ts';
import { type Repeatable, readRequest, rememberRequest } from './idempotency.ts';
import type { Key } from './keys.ts';
import { type PageBounds, readItems, readListPage } from './read.ts';
import { type PlainItem, readNumber, readText } from './read-plain.ts';
import { withRetries } from './retry.ts';
import { transact, type Write } from './transaction.ts';

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

/**
 * A page of what was given up for a webhook, by license and sequence.
 * @returns also the id behind which the next page begins, null at the end
 */
export async function listDeadLetters(
  database: Database,
  webhook: string,
  bounds: PageBounds,
): Promise<{ readonly letters: readonly DeadLetter[]; readonly next: string | null }> {
  const { items, next } = await readListPage(database, partitionOf(webhook), bounds);
  return { letters: items.map((item) => toDeadLetter(webhook, item)), next };
}

/** How a letter is replayed. */
export interface Replay {
  readonly now: Instant;
  /** The request that asks for it: a letter that it has replayed before counts as replayed. */
  readonly repeat: Repeatable | null;
  /** What records it, in the same transaction. */
  readonly audit: (letter: DeadLetter) => readonly Write[];
}

/**
 * Puts a dead letter back into its queue; it is sent before what waits there, since its sequence is lower.
 * @returns false when there is no such letter, or somebody else has replayed it
 */
export async function replayDeadLetter(
  database: Database,
  { webhook, id }: Pick<DeadLetter, 'webhook' | 'id'>,
  { now, repeat, audit }: Replay,
): Promise<boolean> {
  const key = keyOf(webhook, id);
  const part = `L#${id}`;
  return withRetries(async (again) => {
    const [known, items] = await Promise.all([
      repeat && readRequest(database, repeat, now, part),
      readItems(database, [key], true),
    ]);
    if (known !== null) return !isRefusal(known);
    const item = items.get(key);
    // One that a first try has replayed, whose answer was lost, is in its queue.
    if (item === undefined) return again;
    const letter = toDeadLetter(webhook, { ...item, ...key });
    // Its three days begin anew.
    const delivery: Delivery = { ...letter, queuedAt: now, replayed: true };
    const stillThere = new Expression().demandEqual(['g'], letter.givenUpAt);
    await transact(database, [
      { remove: key, expression: stillThere },
      ...deliveryWrites(letter, [delivery], now),
      ...audit(letter),
      ...(repeat === null ? [] : [rememberRequest(repeat, {}, now, part)]),
    ]);
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
