import { DAY, HOUR, type Instant, SECOND } from '../core/instant.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { readItems } from './read.ts';
import { readNumber, readText } from './read-plain.ts';
import { Stale } from './retry.ts';
import { isNew, transact, type Write } from './transaction.ts';

/** How long the token of a recovery mail is good, in milliseconds (R12.2). */
const GOOD_FOR = HOUR;

/** Rows are deleted long after they have ceased to count: a mail may be sent again for days. */
const KEPT_FOR = 14 * DAY;

/** A recovery that its owner may confirm: for one license, and for the code that the license had then. */
export interface Recovery {
  /** `hashRecoveryToken`; the token itself is only in the mail. */
  readonly tokenHash: string;
  readonly license: string;
  readonly codeVersion: number;
}

const keyOf = (tokenHash: string): Key => ({ pk: `T#${tokenHash}`, sk: 'T' });

/** The write of a new token, good for an hour from `now`; it fails with `Stale` where there is this token already. */
export function recoveryWrite({ tokenHash, license, codeVersion }: Recovery, now: Instant): Write {
  const { until, ttl } = lifeFrom(now);
  return { put: keyOf(tokenHash), item: { l: license, v: codeVersion, z: until, ttl }, expression: isNew() };
}

/** Makes a token that was mailed before, maybe, good for an hour from `now`; one that was spent meanwhile stays so. */
export async function renewRecovery(database: Database, recovery: Recovery, now: Instant): Promise<void> {
  const { tokenHash, license, codeVersion } = recovery;
  const { until, ttl } = lifeFrom(now);
  const expression = new Expression().demandEqual(['l'], license).demandEqual(['s'], null);
  expression.set(['v'], codeVersion).set(['z'], until).set(['ttl'], ttl);
  try {
    await transact(database, [{ update: keyOf(tokenHash), expression }]);
  } catch (fault) {
    if (!(fault instanceof Stale)) throw fault;
  }
}

function lifeFrom(now: Instant): { readonly until: Instant; readonly ttl: number } {
  const until = now + GOOD_FOR;
  return { until, ttl: Math.ceil((until + KEPT_FOR) / SECOND) };
}

/** The recovery behind a token; null for an unknown, spent or old one. */
export async function readRecovery(database: Database, tokenHash: string, now: Instant): Promise<Recovery | null> {
  const item = (await readItems(database, [keyOf(tokenHash)], true)).get(keyOf(tokenHash));
  if (item === undefined || item.s === 1 || readNumber(item, 'z') <= now) return null;
  return { tokenHash, license: readText(item, 'l'), codeVersion: readNumber(item, 'v') };
}

/**
 * The write that spends a token; it belongs to what the token is spent for, so that a token is good once. What is left
 * keeps a mail that is sent twice from making it good again.
 */
export function spendWrite({ tokenHash, license }: Recovery): Write {
  const expression = new Expression().demandEqual(['l'], license).demandEqual(['s'], null);
  return { update: keyOf(tokenHash), expression: expression.set(['s'], 1) };
}
