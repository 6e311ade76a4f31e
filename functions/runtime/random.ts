import { randomBytes } from 'node:crypto';

/** Source of randomness; tests pass their own. */
export interface Random {
  /** @returns `count` unpredictable bytes */
  bytes(count: number): Uint8Array;
}

/** The operating system's cryptographic generator. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

/** @returns 16 random bytes as 22 base64url characters: an activation id's nonce, a device id without a fingerprint */
export function newNonce(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('base64url');
}
