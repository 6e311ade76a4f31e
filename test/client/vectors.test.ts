import { readFileSync } from 'node:fs';
import { compactVerify, createLocalJWKSet, decodeJwt, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { hashDevice } from '../../functions/client/device.ts';
import { checkLease } from '../../functions/client/lease-check.ts';
import { hashLeaseDevice } from '../../functions/runtime/hashing.ts';
import { VECTOR_FILES } from '../vectors/files.ts';

type Files = typeof VECTOR_FILES;

function readVectors<F extends keyof Files>(name: F): Files[F] {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as Files[F];
}

const { leases } = readVectors('leases.json');
const { keySets } = readVectors('keys.json') as unknown as { keySets: Record<string, JSONWebKeySet> };
const keySetOf = (name: string) => keySets[name] ?? { keys: [] };

/** What jose is told to expect; it knows nothing of the device, which the vector's last step compares. */
async function josesVerdict({ lease, keySet, audience }: (typeof leases)[number]): Promise<boolean> {
  try {
    const { protectedHeader, payload } = await compactVerify(lease, createLocalJWKSet(keySetOf(keySet)), {
      algorithms: ['EdDSA'],
    });
    const { iss, aud, dev, mode } = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    return (
      protectedHeader.typ === 'latchkey-lease+jwt' &&
      (mode === 'full' || mode === 'limited') &&
      iss === audience.issuer &&
      aud === audience.product &&
      dev === audience.device
    );
  } catch {
    return false;
  }
}

describe('the golden vectors', () => {
  it.each(Object.entries(VECTOR_FILES))('%s holds what its source makes', (name, content) => {
    expect(readVectors(name as keyof Files)).toEqual(JSON.parse(JSON.stringify(content)));
  });

  it.each(leases)('the client agrees: $name', async ({ lease, keySet, audience, expect: expected }) => {
    expect(await checkLease(lease, keySetOf(keySet) as never, audience)).toEqual(expected);
  });

  // jose reads base64url as forgivingly as Node does; being canonical is the client's own promise.
  const spellings = /canonical|padding|line feed/;
  it.each(leases.filter(({ name }) => !spellings.test(name)))('jose agrees: $name', async (vector) => {
    expect(await josesVerdict(vector)).toBe('claims' in vector.expect);
  });

  it('jose reads the same claims', () => {
    const claims = leases.flatMap((vector) =>
      'claims' in vector.expect ? [[decodeJwt(vector.lease), vector.expect.claims]] : [],
    );
    expect(claims.length).toBeGreaterThan(3);
    for (const [read, expected] of claims) {
      expect(read).toEqual(expected);
    }
  });

  it.each(readVectors('devices.json').devices)(
    'client and service hash a device alike: $name',
    async ({ device, dev }) => {
      expect(await hashDevice({ ...device, platform: 'windows' })).toBe(dev);
      expect(hashLeaseDevice(device)).toBe(dev);
    },
  );
});
