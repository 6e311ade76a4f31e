import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

const keys = new WeakMap<Uint8Array, KeyObject>();

/**
 * HMAC-SHA-256 under one of the secrets. Its key is made ready once: from bytes Node makes it anew every time, which takes
 * six times as long as the hash itself (docs/benchmarks.md).
 */
export function macUnder(secret: Uint8Array): ReturnType<typeof createHmac> {
  let key = keys.get(secret);
  if (key === undefined) {
    key = createSecretKey(secret);
    keys.set(secret, key);
  }
  return createHmac('sha256', key);
}
