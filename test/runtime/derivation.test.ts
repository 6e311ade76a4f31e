import { describe, expect, test } from 'vitest';
import { deriveApiKey, deriveBatch, deriveLicenseId } from '../../functions/runtime/derivation.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';

const secrets = createSecrets();

describe('what is derived from a nonce', () => {
  test('is the same for the same nonce, and another for another nonce, place or secret', () => {
    const id = deriveLicenseId(secrets, 'nonce', 0);
    expect(id).toMatch(/^lic_[A-Za-z0-9_-]{16}$/);
    expect(deriveLicenseId(secrets, 'nonce', 0)).toBe(id);
    const others = [
      deriveLicenseId(secrets, 'nonce', 1),
      deriveLicenseId(secrets, 'another', 0),
      deriveLicenseId(createSecrets(), 'nonce', 0),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });

  test('names a batch as operators may name one', () => {
    expect(deriveBatch(secrets, 'nonce')).toMatch(/^batch_[A-Za-z0-9_-]{12}$/);
  });

  test('gives an API key of 256 bits that its prefix says nothing about', () => {
    const { prefix, key } = deriveApiKey(secrets, 'nonce');
    expect(key.startsWith(`${prefix}_`)).toBe(true);
    const secret = Buffer.from(key.slice(prefix.length + 1), 'base64url');
    expect(secret).toHaveLength(32);
    expect(secret.toString('hex')).not.toContain(prefix.slice('lk_'.length));
  });
});
