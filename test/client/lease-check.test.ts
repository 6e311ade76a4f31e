import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../functions/client/base64url.ts';
import { checkLease, type PublicKeySet } from '../../functions/client/lease-check.ts';
import { CLAIMS, ISSUER, PRODUCT } from '../vectors/lease-vectors.ts';
import { KEY_SETS, signVector } from '../vectors/signer.ts';

const KEYS = KEY_SETS.first as unknown as PublicKeySet;
const AUDIENCE = { product: PRODUCT, device: CLAIMS.dev, issuer: ISSUER };
const LEASE = signVector(CLAIMS, 'k1');
const PARTS = LEASE.split('.').map((part) => Buffer.from(part, 'base64url'));

const joined = (parts: readonly Uint8Array[]) => parts.map((part) => Buffer.from(part).toString('base64url')).join('.');
const isAccepted = async (lease: string) => 'claims' in (await checkLease(lease, KEYS, AUDIENCE));

describe('checking a lease', () => {
  it('refuses it with any decoded byte changed, at every position', async () => {
    expect(await isAccepted(joined(PARTS))).toBe(true);
    const positions = PARTS.flatMap((part, index) => [...part.keys()].map((position) => [index, position] as const));
    const change = fc.integer({ min: 1, max: 255 });
    for (const [index, position] of positions) {
      const [mask = 1] = fc.sample(change, { numRuns: 1, seed: index * 10_000 + position });
      const changed = PARTS.map((part) => Buffer.from(part));
      const part = changed[index] ?? Buffer.alloc(0);
      part[position] = (part[position] ?? 0) ^ mask;
      expect(await isAccepted(joined(changed)), `part ${index}, byte ${position}, xor ${mask}`).toBe(false);
    }
  });

  it('refuses it with any byte added, removed or parts exchanged', async () => {
    const index = fc.integer({ min: 0, max: 2 });
    await fc.assert(
      fc.asyncProperty(index, fc.nat(2000), fc.option(fc.integer({ min: 0, max: 255 })), async (which, at, added) => {
        const changed = PARTS.map((part) => [...part]);
        const part = changed[which] ?? [];
        part.splice(
          at % (part.length + (added === null ? 0 : 1)),
          added === null ? 1 : 0,
          ...(added === null ? [] : [added]),
        );
        expect(await isAccepted(joined(changed.map((bytes) => Uint8Array.from(bytes))))).toBe(false);
      }),
    );
    expect(await isAccepted(joined([PARTS[1], PARTS[0], PARTS[2]].map((part) => part ?? Buffer.alloc(0))))).toBe(false);
  });

  it('refuses it with any symbol of its text changed, also where the bytes stay the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(LEASE.length - 1), fc.string({ minLength: 1, maxLength: 1 }), async (at, symbol) => {
        fc.pre(LEASE.charAt(at) !== symbol);
        expect(await isAccepted(LEASE.slice(0, at) + symbol + LEASE.slice(at + 1))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever it is given', async () => {
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.base64String(), { maxLength: 5 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await checkLease(text, KEYS, AUDIENCE)).toHaveProperty('problem');
      }),
    );
  });

  it('takes no key of another kind for its own', async () => {
    const [key] = KEYS.keys;
    const keys = [
      { kty: 'EC', crv: 'P-256', kid: 'k1', x: key?.x ?? '' },
      { kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: 'AAAA' },
    ];
    for (const wrong of keys) {
      expect(await checkLease(LEASE, { keys: [wrong] }, AUDIENCE)).toEqual({ problem: 'unknown_key' });
    }
  });

  it('uses the application’s own Ed25519 where WebCrypto has none', async () => {
    const asked: number[][] = [];
    const verify = async (...bytes: Uint8Array[]) => {
      asked.push(bytes.map((part) => part.length));
      return false;
    };
    expect(await checkLease(LEASE, KEYS, AUDIENCE, verify)).toEqual({ problem: 'signature' });
    expect(asked).toEqual([[32, 64, LEASE.lastIndexOf('.')]]);
  });
});

describe('base64url', () => {
  it('reads back every byte string, in one spelling alone', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64url(text)).toEqual(bytes);
        expect(decodeBase64url(`${text}=`)).toBeNull();
      }),
    );
  });

  it('is null for every text that is not what it would write', () => {
    fc.assert(
      fc.property(fc.oneof(fc.base64String(), fc.string()), (text) => {
        const bytes = decodeBase64url(text);
        expect(bytes === null || encodeBase64url(bytes) === text).toBe(true);
        expect(bytes === null).toBe(Buffer.from(text, 'base64url').toString('base64url') !== text);
      }),
    );
  });
});
