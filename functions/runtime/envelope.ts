import { createCipheriv, createDecipheriv } from 'node:crypto';
import { macUnder } from './mac.ts';
import type { Random } from './random.ts';
import type { Secrets } from './secrets.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is kept in envelopes; each has a key of its own. */
type Purpose = 'webhook-secret';

function keyFor(secrets: Secrets, purpose: Purpose): Uint8Array {
  return macUnder(secrets.device).update(`latchkey/envelope/${purpose}\0`).digest();
}

/**
 * Closes bytes that the service must be able to use again, so that the table holds nothing readable. Under the device
 * secret, which is never rotated.
 *
 * @param owner what the bytes belong to; in another's item the envelope does not open
 * @returns nonce, authentication tag and cipher text
 */
export function closeEnvelope(
  secrets: Secrets,
  random: Random,
  purpose: Purpose,
  owner: string,
  bytes: Uint8Array,
): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(secrets, purpose), nonce).setAAD(Buffer.from(owner));
  const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** @throws {Error} when the envelope was changed, belongs to another owner, or was closed under another secret */
export function openEnvelope(secrets: Secrets, purpose: Purpose, owner: string, envelope: Uint8Array): Uint8Array {
  const nonce = envelope.subarray(0, NONCE_BYTES);
  const tag = envelope.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFor(secrets, purpose), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
  return Buffer.concat([decipher.update(envelope.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
