import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { merkleRoot } from '../../functions/runtime/merkle.ts';

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962, section 2.1, as it stands there: by halves at the largest power of two. */
function definedRoot(texts: readonly string[]): Buffer {
  if (texts.length === 0) return sha256();
  const [only = ''] = texts;
  if (texts.length === 1) return sha256(Buffer.from([0]), Buffer.from(only));
  let half = 1;
  while (half * 2 < texts.length) half *= 2;
  return sha256(Buffer.from([1]), definedRoot(texts.slice(0, half)), definedRoot(texts.slice(half)));
}

describe('the root of a Merkle tree', () => {
  test('is the one that RFC 6962 defines', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 40 }), (texts) => {
        expect(merkleRoot(texts)).toBe(definedRoot(texts).toString('base64url'));
      }),
    );
  });

  test('changes with every text and with their order', () => {
    const roots = [
      ['a', 'b', 'c'],
      ['a', 'b', 'd'],
      ['b', 'a', 'c'],
      ['a', 'b'],
      ['a', 'b', 'c', 'c'],
    ].map(merkleRoot);
    expect(new Set(roots).size).toBe(5);
  });
});
