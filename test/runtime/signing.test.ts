import { compactVerify, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { leaseClaims } from '../../functions/core/lease.ts';
import type { Secrets } from '../../functions/runtime/secrets.ts';
import { createSecrets, createSigningKey } from '../../functions/runtime/secrets-file.ts';
import { publicKeySet, signLease } from '../../functions/runtime/signing.ts';

const CLAIMS = leaseClaims({
  issuer: 'https://license.example.com',
  license: 'lic_AAAAAAAAAAAAAAAA',
  product: 'office-security-pc',
  activation: 'act_x',
  device: 'hash',
  kind: 'commercial',
  mode: 'full',
  components: {},
  plan: 'p',
  expiresAt: null,
  graceUntil: null,
  contentUntil: null,
  entitlements: [],
  now: Date.now(),
  hours: 24,
  refreshHours: 12,
  worseAt: null,
  nonce: 'ünïcode',
  sequence: 1,
});

function withKeys(secrets: Secrets, active: string, keys: Secrets['signing']['keys']): Secrets {
  return { ...secrets, signing: { active, keys } };
}

/** Whether an independent library verifies a lease with the published keys of some secrets. */
async function verifies(lease: string, secrets: Secrets): Promise<boolean> {
  return compactVerify(lease, createLocalJWKSet(publicKeySet(secrets))).then(
    () => true,
    () => false,
  );
}

describe('signing leases', () => {
  const secrets = createSecrets();

  it('makes a compact JWS that an independent library verifies', async () => {
    const lease = signLease(secrets, CLAIMS);
    const { payload } = await jwtVerify(lease, createLocalJWKSet(publicKeySet(secrets)), {
      algorithms: ['EdDSA'],
      issuer: 'https://license.example.com',
      audience: 'office-security-pc',
      typ: 'latchkey-lease+jwt',
    });
    expect(payload).toEqual(CLAIMS);
    expect(decodeProtectedHeader(lease)).toEqual({
      alg: 'EdDSA',
      kid: secrets.signing.active,
      typ: 'latchkey-lease+jwt',
    });
  });

  it('publishes no private half', () => {
    expect(Object.keys(publicKeySet(secrets).keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('rotates without a gap over two generations: each lease verifies while its key is published', async () => {
    const [first, second, third] = [
      secrets.signing.keys[0] ?? createSigningKey(),
      createSigningKey(),
      createSigningKey(),
    ];
    const generations = [
      withKeys(secrets, first.kid, [first, second]),
      withKeys(secrets, second.kid, [first, second, third]),
      withKeys(secrets, third.kid, [second, third]),
    ];
    const leases = generations.map((generation) => signLease(generation, CLAIMS));
    // What each generation's published keys verify of the leases that all three have signed.
    const verified = await Promise.all(
      generations.map((generation) => Promise.all(leases.map((lease) => verifies(lease, generation)))),
    );
    expect(verified).toEqual([
      [true, true, false],
      [true, true, true],
      [false, true, true],
    ]);
  });

  it('a withdrawn key signs nothing and is not published', async () => {
    const stolen = secrets.signing.keys[0] ?? createSigningKey();
    const fresh = createSigningKey();
    const lease = signLease(secrets, CLAIMS);
    const after = withKeys(secrets, fresh.kid, [{ ...stolen, withdrawn: true }, fresh]);
    expect(publicKeySet(after).keys.map((key) => key.kid)).toEqual([fresh.kid]);
    expect(await verifies(lease, after)).toBe(false);
    const none = withKeys(secrets, stolen.kid, [{ ...stolen, withdrawn: true }]);
    expect(() => signLease(none, CLAIMS)).toThrow('no active signing key');
  });
});
