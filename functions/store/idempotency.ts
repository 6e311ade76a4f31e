import { randomUUID } from 'node:crypto';
import { HOUR, type Instant, SECOND } from '../core/instant.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { Plain } from './attribute.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { readItems } from './read.ts';
import { type PlainItem, readMap, readNumber, readOptionalNumber, readOptionalText, readText } from './read-plain.ts';
import { withRetries } from './retry.ts';
import { transact, type Write } from './transaction.ts';

/** A request that may be sent again with the same `Idempotency-Key`. */
export interface Repeatable {
  readonly actor: string;
  readonly key: string;
  /** Keyed hash of what was asked (`hashRequest`); another one under the same key is a mistake. */
  readonly hash: string;
}

/** What is known of a request that was sent before. */
export interface KnownRequest {
  readonly at: Instant;
  /** Null once it is done; until then whoever works on it has the row to himself up to this instant. */
  readonly lockedUntil: Instant | null;
  /** Who has it locked. */
  readonly holder: string | null;
  readonly content: PlainItem;
}

/** What a row holds beside the hash: never a code, never an address. */
export type RowContent = { readonly [name: string]: Plain };

/** How long a key is remembered (api.md section 2), in milliseconds. */
const REMEMBERED_FOR = 24 * HOUR;

/** Longer than any function runs: whoever held a row for so long is dead, and the next one goes on with his work. */
const LOCKED_FOR = 30 * SECOND;

/** Rows are deleted long after they have ceased to count, since deletion follows real time. */
const KEPT_FOR = 2 * REMEMBERED_FOR;

/** The row of a request, or of a part of its work: the license that was extended. */
function idempotencyKey({ actor, key }: Pick<Repeatable, 'actor' | 'key'>, part = 'I'): Key {
  return { pk: `I#${actor}#${key}`, sk: part };
}

/**
 * Looks, strongly, whether a request was sent before within 24 h.
 * @returns `idempotency_mismatch` when the key belongs to another request
 */
export async function readRequest(
  database: Database,
  request: Repeatable,
  now: Instant,
  part?: string,
): Promise<KnownRequest | null | Refusal> {
  const key = idempotencyKey(request, part);
  const item = (await readItems(database, [key], true)).get(key);
  if (item === undefined || isForgotten(readNumber(item, 't'), now)) return null;
  if (readText(item, 'h') !== request.hash) return refuse('idempotency_mismatch');
  return {
    at: readNumber(item, 't'),
    lockedUntil: readOptionalNumber(item, 'x'),
    holder: readOptionalText(item, 'o'),
    content: readMap(item, 'd'),
  };
}

function isForgotten(at: Instant, now: Instant): boolean {
  return now - at >= REMEMBERED_FOR;
}

/**
 * The row of a request that is done; it belongs to the transaction that does it, so that of two equal requests at once
 * one does it and the other finds it done.
 */
export function rememberRequest(request: Repeatable, content: RowContent, now: Instant, part?: string): Write {
  return { put: idempotencyKey(request, part), item: rowOf(request, content, now, null), expression: ifForgotten(now) };
}

/**
 * Notes what a key stands for, before work that consists of parts, each with a row of its own.
 * @returns `idempotency_mismatch` when the key belongs to another request
 */
export async function noteRequest(database: Database, request: Repeatable, now: Instant): Promise<Refusal | null> {
  return withRetries(async () => {
    const known = await readRequest(database, request, now);
    if (isRefusal(known)) return known;
    if (known === null) await transact(database, [rememberRequest(request, {}, now)]);
    return null;
  });
}

function rowOf({ hash }: Repeatable, content: RowContent, now: Instant, lockedUntil: Instant | null) {
  return { h: hash, t: now, x: lockedUntil, d: content, ttl: Math.ceil((now + KEPT_FOR) / SECOND) };
}

/** There is no row, or one that no longer counts. */
function ifForgotten(now: Instant): Expression {
  const expression = new Expression();
  const at = expression.name(['t']);
  return expression.demand(`(attribute_not_exists(${at}) OR ${at} <= ${expression.value(now - REMEMBERED_FOR)})`);
}

/** A request that several transactions work on, taken for this process or done before. */
export interface TakenRequest {
  readonly done: boolean;
  /** What it was begun with, by whoever began it: the work goes on from this. */
  readonly content: PlainItem;
  /** Whether somebody began it before. */
  readonly resumed: boolean;
}

/**
 * Takes a request that needs several transactions, for half a minute. Whoever takes it after that goes on with the
 * content of whoever began it, so that the parts agree.
 * @param content what a fresh one begins with
 * @returns `idempotency_conflict` while somebody else works on it, `idempotency_mismatch` for another request
 */
export async function takeRequest(
  database: Database,
  request: Repeatable,
  content: RowContent,
  now: Instant,
): Promise<TakenRequest | Refusal> {
  // A try whose answer was lost has left the row locked, for us.
  const holder = randomUUID();
  return withRetries(async () => {
    const known = await readRequest(database, request, now);
    if (isRefusal(known)) return known;
    if (known === null) {
      const item = { ...rowOf(request, content, now, now + LOCKED_FOR), o: holder };
      await transact(database, [{ put: idempotencyKey(request), item, expression: ifForgotten(now) }]);
      return { done: false, content: item.d, resumed: false };
    }
    if (known.lockedUntil === null) return { done: true, content: known.content, resumed: true };
    if (known.holder === holder) return { done: false, content: known.content, resumed: true };
    if (known.lockedUntil > now) return refuse('idempotency_conflict', { retryAfter: 1 });
    const expression = new Expression().demandEqual(['x'], known.lockedUntil).demandEqual(['o'], known.holder);
    expression.set(['x'], now + LOCKED_FOR).set(['o'], holder);
    await transact(database, [{ update: idempotencyKey(request), expression }]);
    return { done: false, content: known.content, resumed: true };
  });
}

/** The write that ends the work on a taken request; its content is kept. */
export function finishRequest(request: Repeatable): Write {
  const expression = new Expression().demandEqual(['h'], request.hash).set(['x'], null);
  return { update: idempotencyKey(request), expression };
}

/** Lets others go on at once with a taken request that could not be finished. */
export async function releaseRequest(database: Database, request: Repeatable, now: Instant): Promise<void> {
  const expression = new Expression().demandEqual(['h'], request.hash).set(['x'], now);
  await transact(database, [{ update: idempotencyKey(request), expression }]);
}
