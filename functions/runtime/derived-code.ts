import { codeHint, formatCode, readCode } from '../core/code.ts';
import { hashCode, type PepperedHash } from './hashing.ts';
import { macUnder } from './mac.ts';
import type { Secrets } from './secrets.ts';

/**
 * A code that can be made again while its nonce is known, and by nobody afterwards (R1.5): the nonce is random, of at
 * least 128 bits, and lives only in the row of an idempotency key.
 *
 * @param nonce base64url
 * @param name tells codes under one nonce apart: the number of a code in an issue, the license of a rotation
 * @returns the code in its four groups
 */
export function deriveCode(secrets: Secrets, nonce: string, name: string): string {
  const digest = macUnder(secrets.issue).update(`latchkey/code\0${nonce}\0`).update(name, 'utf8').digest();
  return formatCode(digest);
}

/**
 * The token of a recovery mail for one license (R12.2): the same however often the mail is made, so that a mail that is
 * sent twice is one mail.
 *
 * @param nonce base64url, of at least 128 random bits; lives as long as the mail waits
 * @returns 256 bits as 43 base64url characters
 */
export function deriveRecoveryToken(secrets: Secrets, nonce: string, license: string): string {
  const mac = macUnder(secrets.issue).update(`latchkey/recovery\0${nonce}\0${license}`);
  return mac.digest('base64url');
}

/** What may be stored of a code: its hint, and its hash under the current pepper. */
export interface StoredCode {
  readonly hint: string;
  readonly hash: PepperedHash;
}

/** @param code a well-formed code @throws {TypeError} for any other text, which is a fault of the caller */
export function storedCode(secrets: Secrets, code: string): StoredCode {
  const read = readCode(code);
  if ('problem' in read) throw new TypeError('not a code');
  const [hash] = hashCode(secrets, read.code);
  if (hash === undefined) throw new TypeError('no pepper');
  return { hint: codeHint(read.code), hash };
}
