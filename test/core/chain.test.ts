import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Content, canonicalText, NO_LINK, sealText } from '../../functions/core/chain.ts';

const content: fc.Arbitrary<Content> = fc.letrec<{ content: Content }>((tie) => ({
  content: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('content'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('content'), { maxKeys: 4 }),
  ),
})).content;

function shuffled(value: Content): Content {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((one: Content) => shuffled(one));
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, shuffled(one)]),
  );
}

describe('the text of a seal', () => {
  test('R14.1 does not depend on the order of names', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(canonicalText(shuffled(value))).toBe(canonicalText(value));
      }),
    );
  });

  test('R14.1 is one for one content only', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(canonicalText(JSON.parse(canonicalText(value)) as Content)).toBe(canonicalText(value));
      }),
    );
  });

  test('R14.1 leaves out what the table does not keep, and keeps places in lists', () => {
    expect(canonicalText({ b: null, a: undefined, c: [null, 1] })).toBe('{"c":[null,1]}');
  });

  test('R14.1 names license, place and the link before', () => {
    const texts = [
      sealText('lic_a', NO_LINK, { e: 'one' }),
      sealText('lic_b', NO_LINK, { e: 'one' }),
      sealText('lic_a', { sequence: 1, hash: '' }, { e: 'one' }),
      sealText('lic_a', { sequence: 0, hash: 'x' }, { e: 'one' }),
      sealText('lic_a', NO_LINK, { e: 'two' }),
    ];
    expect(new Set(texts).size).toBe(texts.length);
  });
});
