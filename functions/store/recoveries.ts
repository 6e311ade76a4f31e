import { HOUR, type Instant, SECOND } from '../core/instant.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { readItems } from './read.ts';
import { readNumber, readText } from './read-plain.ts';
import type { Write } from './transaction.ts';

/** How long the token of a recovery mail is good, in milliseconds (R12.2). */
const GOOD_FOR = HOUR;

/** A recovery that its owner may confirm: for one license, and for the code that the license had then. */
export interface Recovery {
  /** `hashRecoveryToken`; the token itself is only in the mail. */
  readonly tokenHash: string;
  readonly license: string;
  readonly codeVersion: number;
}

const keyOf = (tokenHash: string): Key => ({ pk: `T#${tokenHash}`, sk: 'T' });

/** The write that lets a token be confirmed for an hour from `now`. */
export function recoveryWrite({ tokenHash, license, codeVersion }: Recovery, now: Instant): Write {
  const until = now + GOOD_FOR;
  const item = { l: license, v: codeVersion, z: until, ttl: Math.ceil((until + GOOD_FOR) / SECOND) };
  return { put: keyOf(tokenHash), item };
}

/** The recovery behind a token; null for an unknown, spent or old one. */
export async function readRecovery(database: Database, tokenHash: string, now: Instant): Promise<Recovery | null> {
  const item = (await readItems(database, [keyOf(tokenHash)], true)).get(keyOf(tokenHash));
  if (item === undefined || readNumber(item, 'z') <= now) return null;
  return { tokenHash, license: readText(item, 'l'), codeVersion: readNumber(item, 'v') };
}

/** The write that spends a token; it belongs to what the token is spent for, so that a token is good once. */
export function spendWrite({ tokenHash, license }: Recovery): Write {
  return { remove: keyOf(tokenHash), expression: new Expression().demandEqual(['l'], license) };
}
