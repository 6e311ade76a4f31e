import { randomBytes } from 'node:crypto';

/** Source of randomness; tests pass their own. */
export interface Random {
  /** @returns `count` unpredictable bytes */
  bytes(count: number): Uint8Array;
}

/** The operating system's cryptographic generator. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

/**
 * @param byteCount how many random bytes the text carries
 * @returns base64url without padding, `ceil(byteCount × 4 / 3)` characters
 */
function randomText(random: Random, byteCount: number): string {
  return Buffer.from(random.bytes(byteCount)).toString('base64url');
}

/** @returns a fresh license id: `lic_` and 12 random bytes as 16 base64url characters */
export function newLicenseId(random: Random): string {
  return `lic_${randomText(random, 12)}`;
}

/** @returns 16 random bytes as 22 base64url characters: an activation id's nonce, a device id without a fingerprint */
export function newNonce(random: Random): string {
  return randomText(random, 16);
}
