import { macUnder } from './mac.ts';
import type { Secrets } from './secrets.ts';

/** What is derived; the label keeps one from ever being the other. */
type Derived = 'license' | 'batch' | 'api-key' | 'api-key-prefix';

const LICENSE_BYTES = 12;
const BATCH_BYTES = 9;
const KEY_BYTES = 32;
const PREFIX_BYTES = 6;

/**
 * Bytes that nobody can tell without both the issue secret and the nonce, and that are the same as long as both are
 * known: so that a repeat of a request makes the same things, none of them stored in readable form (R1.5).
 *
 * @param nonce 128 random bits that live in the idempotency row alone
 * @param index which one of several
 */
function derive(secrets: Secrets, what: Derived, nonce: string, index: number, bytes: number): Buffer {
  const mac = macUnder(secrets.issue).update(`latchkey/derive/${what}\0${nonce}\0${index}`);
  return mac.digest().subarray(0, bytes);
}

/** A license id: `lic_` and 16 base64url characters. */
export function deriveLicenseId(secrets: Secrets, nonce: string, index: number): string {
  return `lic_${derive(secrets, 'license', nonce, index, LICENSE_BYTES).toString('base64url')}`;
}

/** The name of a batch that was given none. */
export function deriveBatch(secrets: Secrets, nonce: string): string {
  return `batch_${derive(secrets, 'batch', nonce, 0, BATCH_BYTES).toString('base64url')}`;
}

/** An API key of 256 bits and the prefix that names it. */
export function deriveApiKey(secrets: Secrets, nonce: string): { readonly prefix: string; readonly key: string } {
  const prefix = `lk_${derive(secrets, 'api-key-prefix', nonce, 0, PREFIX_BYTES).toString('hex')}`;
  return { prefix, key: `${prefix}_${derive(secrets, 'api-key', nonce, 0, KEY_BYTES).toString('base64url')}` };
}
