import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActivationKey, makeActivationId, readActivationId } from '../../functions/runtime/activation-id.ts';
import { newNonce, systemRandom } from '../../functions/runtime/random.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';

const SECRETS = createSecrets();
const KEY: ActivationKey = {
  license: `lic_${randomBytes(12).toString('base64url')}`,
  device: newNonce(systemRandom),
  family: 'office-security',
  nonce: newNonce(systemRandom),
};
const ID = makeActivationId(SECRETS, KEY);

describe('an activation id', () => {
  it('gives back both keys of its items without a look-up', () => {
    expect(readActivationId(SECRETS, ID)).toEqual(KEY);
    expect(ID).toMatch(/^act_[\w-]+$/);
  });

  it('reads back for all parts', () => {
    const bytes = (count: number) =>
      fc.uint8Array({ minLength: count, maxLength: count }).map((value) => Buffer.from(value).toString('base64url'));
    fc.assert(
      fc.property(
        bytes(12),
        bytes(16),
        bytes(16),
        fc.stringMatching(/^[a-z0-9-]{1,64}$/),
        (license, device, nonce, family) => {
          const key = { license: `lic_${license}`, device, nonce, family };
          expect(readActivationId(SECRETS, makeActivationId(SECRETS, key))).toEqual(key);
        },
      ),
    );
  });

  it('is refused with any bit of it changed', () => {
    const bytes = Buffer.from(ID.slice(4), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readActivationId(SECRETS, `act_${forged.toString('base64url')}`)).toBeNull();
    }
  });

  it('is refused in any other spelling, cut off or longer', () => {
    const spellings = [
      `${ID}=`,
      `${ID} `,
      ` ${ID}`,
      `${ID}\n`,
      ID.slice(0, -1),
      `${ID}A`,
      ID.slice(4),
      ID.toUpperCase(),
    ];
    for (const spelling of spellings) {
      expect(readActivationId(SECRETS, spelling)).toBeNull();
    }
  });

  it('is refused in non-canonical base64url, where the unused bits of the last symbol differ', () => {
    const family = makeActivationId(SECRETS, { ...KEY, family: 'ab' });
    expect(Buffer.from(family.slice(4), 'base64url').length % 3).toBe(0);
    const odd = makeActivationId(SECRETS, { ...KEY, family: 'abc' });
    const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = odd.slice(0, -1) + symbols.charAt(symbols.indexOf(odd.slice(-1)) + 1);
    expect(Buffer.from(other.slice(4), 'base64url')).toEqual(Buffer.from(odd.slice(4), 'base64url'));
    expect(readActivationId(SECRETS, other)).toBeNull();
  });

  it('is refused under another secret', () => {
    expect(readActivationId(createSecrets(), ID)).toBeNull();
  });

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 450, unit: 'binary' }), fc.base64String({ maxLength: 400 })),
        (text) => {
          expect(readActivationId(SECRETS, text)).toBeNull();
          expect(readActivationId(SECRETS, `act_${text}`)).toBeNull();
        },
      ),
    );
  });

  it('is not made of parts of the wrong shape', () => {
    expect(() => makeActivationId(SECRETS, { ...KEY, license: 'lic_short' })).toThrow(TypeError);
    expect(() => makeActivationId(SECRETS, { ...KEY, family: '' })).toThrow(TypeError);
    expect(() => makeActivationId(SECRETS, { ...KEY, family: 'x'.repeat(300) })).toThrow(TypeError);
  });
});
