import { type Instant, SECOND } from '../core/instant.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { type Key, sortableInstant } from './keys.ts';
import { readItems, readPage } from './read.ts';
import { type PlainItem, readNumber, readOptionalNumber, readOptionalText, readText } from './read-plain.ts';
import { Conflict, Stale, withRetries } from './retry.ts';
import { isNew, transact, type Write } from './transaction.ts';

/**
 * A mail that is still to be made: what it is about, never an address or a token. It waits beside what it tells of, from
 * the same transaction, so that none is lost and none is sent for what did not happen.
 */
export type MailJob =
  | {
      readonly kind: 'recovery';
      /** `hashEmail` of the lower-case address, `hashOrder` of the order number. */
      readonly emailHash: string;
      readonly orderHash: string | null;
    }
  | {
      readonly kind: 'seat_released';
      readonly license: string;
      readonly deviceName: string | null;
      readonly platform: string;
      readonly seatFreeAt: Instant;
    };

/** A job with the request that it came from. */
export interface WaitingMail {
  readonly key: Key;
  /** Random; the same however often the mail is made. */
  readonly nonce: string;
  readonly at: Instant;
  readonly requestId: string;
  readonly job: MailJob;
  /** Whether it was counted for its address already, by a try that failed later. */
  readonly counted: boolean;
}

const PARTITION = 'MAIL';

/** Longer than a mail takes: whoever had it for so long is dead. */
const LOCKED_FOR = 60 * SECOND;

const keyOf = (now: Instant, nonce: string): Key => ({ pk: PARTITION, sk: `${sortableInstant(now)}#${nonce}` });

/** The write that lets a mail wait, once for its nonce. @param nonce random, makes its key unique */
export function mailWrite(job: MailJob, request: { now: Instant; requestId: string }, nonce: string): Write {
  const { kind, ...about } = job;
  const item = { k: kind, t: request.now, q: request.requestId, ...about };
  return { put: keyOf(request.now, nonce), item, expression: isNew() };
}

/** Whether a mail waits already: the write of it was committed unheard. */
export async function doesWait(database: Database, now: Instant, nonce: string): Promise<boolean> {
  const key = keyOf(now, nonce);
  return (await readItems(database, [key], true)).get(key) !== undefined;
}

/** The mails that wait, the oldest first, at most so many. @param after the mail behind which to look */
export async function readWaitingMails(
  database: Database,
  limit: number,
  after: Key | null = null,
): Promise<readonly Key[]> {
  const { items } = await readPage(database, { pk: PARTITION, limit, strong: true, after });
  return items.map(({ pk, sk }) => ({ pk, sk }));
}

/** Takes a mail for this process, so that two do not send it; null when it has left or another process has it. */
export async function takeMail(database: Database, key: Key, now: Instant): Promise<WaitingMail | null> {
  const item = (await readItems(database, [key], true)).get(key);
  if (item === undefined) return null;
  const lockedUntil = readOptionalNumber(item, 'x');
  if (lockedUntil !== null && lockedUntil > now) return null;
  const asRead = new Expression().demandEqual(['x'], lockedUntil).demandEqual(['k'], readText(item, 'k'));
  try {
    await transact(database, [{ update: key, expression: asRead.set(['x'], now + LOCKED_FOR) }]);
  } catch (fault) {
    if (fault instanceof Stale || fault instanceof Conflict) return null;
    throw fault;
  }
  return {
    key,
    nonce: key.sk.slice(key.sk.indexOf('#') + 1),
    at: readNumber(item, 't'),
    requestId: readText(item, 'q'),
    job: readJob(item),
    counted: item.c === 1,
  };
}

/** The write that notes that a mail was counted for its address; it is counted once. */
export function countedWrite({ key }: WaitingMail): Write {
  return { update: key, expression: whileItWaits().demandEqual(['c'], null).set(['c'], 1) };
}

/** Whether a mail was counted for its address, maybe by a write whose answer was lost. */
export async function isCounted(database: Database, { key }: WaitingMail): Promise<boolean> {
  return (await readItems(database, [key], true)).get(key)?.c === 1;
}

/** A mail has left, or never shall. */
export async function dropMail(database: Database, { key }: WaitingMail): Promise<void> {
  await withRetries(() => transact(database, [{ remove: key }]));
}

/** Gives a mail back that could not be sent: it may be taken again at once. Nothing is given back of one that has left. */
export async function returnMail(database: Database, { key }: WaitingMail): Promise<void> {
  await withRetries(async () => {
    try {
      await transact(database, [{ update: key, expression: whileItWaits().set(['x'], null) }]);
    } catch (fault) {
      if (!(fault instanceof Stale)) throw fault;
    }
  });
}

/** An update must not make an item of a mail that has left. */
function whileItWaits(): Expression {
  const expression = new Expression();
  return expression.demand(`attribute_exists(${expression.name(['k'])})`);
}

function readJob(item: PlainItem): MailJob {
  if (readText(item, 'k') === 'recovery') {
    return { kind: 'recovery', emailHash: readText(item, 'emailHash'), orderHash: readOptionalText(item, 'orderHash') };
  }
  return {
    kind: 'seat_released',
    license: readText(item, 'license'),
    deviceName: readOptionalText(item, 'deviceName'),
    platform: readText(item, 'platform'),
    seatFreeAt: readNumber(item, 'seatFreeAt'),
  };
}
