import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCode } from '../../functions/core/code.ts';
import { deriveCode, storedCode } from '../../functions/runtime/derived-code.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';

const secrets = createSecrets();

describe('derived codes (R1.5)', () => {
  test('are well formed, the same again, and others for another nonce, name or secret', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (nonce, name) => {
        const code = deriveCode(secrets, nonce, name);
        expect('code' in readCode(code)).toBe(true);
        expect(deriveCode(secrets, nonce, name)).toBe(code);
        expect(deriveCode(secrets, `${nonce}1`, name)).not.toBe(code);
        expect(deriveCode(secrets, nonce, `${name}1`)).not.toBe(code);
        expect(deriveCode({ ...secrets, issue: createSecrets().issue }, nonce, name)).not.toBe(code);
      }),
      { numRuns: 30 },
    );
  });

  test('what is stored of one is its hint and its hash under the current pepper', () => {
    const code = deriveCode(secrets, 'nonce', 'name');
    const { hint, hash } = storedCode(secrets, code);
    expect(hint).toBe(`*****-*****-*****-${code.slice(-5)}`);
    expect(hash).toEqual({ version: 1, hash: expect.stringMatching(/^[\w-]{43}$/) });
    expect(() => storedCode(secrets, 'no code')).toThrow(TypeError);
  });
});
