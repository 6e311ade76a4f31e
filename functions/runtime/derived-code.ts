import { createHmac } from 'node:crypto';
import { formatCode } from '../core/code.ts';
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
  const digest = createHmac('sha256', secrets.issue).update(`latchkey/code\0${nonce}\0`).update(name, 'utf8').digest();
  return formatCode(digest);
}
