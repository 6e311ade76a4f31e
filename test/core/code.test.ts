import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeHint, formatCode, groupCode, readCode } from '../../functions/core/code.ts';
import { ALPHABET } from '../../functions/core/code-symbols.ts';

const bytes = fc.uint8Array({ minLength: 12, maxLength: 12 });
const codes = bytes.map((random) => formatCode(random).replaceAll('-', ''));

/** `code` with the symbol at `index` exchanged. */
function withSymbol(code: string, index: number, symbol: string): string {
  return code.slice(0, index) + symbol + code.slice(index + 1);
}

describe('R1.1 form', () => {
  test('R1.1 a code is four groups of five symbols of the alphabet', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        expect(formatCode(random)).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
      }),
    );
  });

  test('R1.1 grouping a canonical code gives the form that it was issued in', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        expect(groupCode(formatCode(random).replaceAll('-', ''))).toBe(formatCode(random));
      }),
    );
    expect(groupCode('0123456789ABCDEFGHJK')).toBe('01234-56789-ABCDE-FGHJK');
  });
});

describe('R1.2 alphabet and check symbol', () => {
  test('R1.2 the alphabet is the 32 symbols without I L O U', () => {
    expect(Array.from(ALPHABET).toSorted().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
  });

  test('R1.2 all 95 bits are used, most significant first, and the last bit of the twelfth byte is not', () => {
    const bits = (code: string) =>
      Array.from(code.slice(0, 19), (symbol) => ALPHABET.indexOf(symbol).toString(2).padStart(5, '0')).join('');
    fc.assert(
      fc.property(bytes, (random) => {
        const expected = [...random].map((byte) => byte.toString(2).padStart(8, '0')).join('');
        expect(bits(formatCode(random).replaceAll('-', ''))).toBe(expected.slice(0, 95));
      }),
    );
  });

  test('R1.2 the same bytes give the same code, and bytes beyond the twelfth do not matter', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        expect(formatCode(Uint8Array.of(...random, 255, 1))).toBe(formatCode(random));
      }),
    );
  });

  test('R1.2 the code of known bytes never changes: issued codes stay readable', () => {
    expect(formatCode(Uint8Array.from({ length: 12 }, (_, index) => index * 21))).toBe('00AJM-FTMD5-Z97A5-XTBKA');
  });

  test('R1.2 too few random bytes are a fault', () => {
    expect(() => formatCode(new Uint8Array(11))).toThrow(RangeError);
  });

  test('R1.2 all single substitutions and all swaps of 1 000 random codes are detected', () => {
    let faults = 0;
    fc.assert(
      fc.property(fc.noBias(codes), (code) => {
        expect(readCode(code)).toEqual({ code });
        for (let left = 0; left < code.length; left++) {
          for (const symbol of ALPHABET) {
            if (symbol === code[left]) continue;
            faults++;
            if ('code' in readCode(withSymbol(code, left, symbol))) throw new Error(`substitution at ${left + 1}`);
          }
          for (let right = left + 1; right < code.length; right++) {
            if (code[left] === code[right]) continue;
            faults++;
            const swapped = withSymbol(withSymbol(code, left, code.charAt(right)), right, code.charAt(left));
            if ('code' in readCode(swapped)) throw new Error(`swap of ${left + 1} and ${right + 1}`);
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(faults).toBeGreaterThan(1000 * (20 * 31 + 150));
  }, 60_000);
});

describe('R1.4 what is wrong with a malformed code', () => {
  const code = '00AJMFTMD5Z97A5XTBKA';

  test.each([
    ['nothing', ''],
    ['only dashes', '-----'],
    ['one symbol too few', code.slice(1)],
    ['one symbol too many', `${code}0`],
    ['a wrong symbol after the twentieth', `${code}!`],
    ['a document', code.repeat(1000)],
    ['a sound code within 201 characters', code.padEnd(201)],
  ])('R1.4 %s is a problem of length, without a position', (_what, typed) => {
    expect(readCode(typed)).toEqual({ problem: 'length' });
  });

  test('R1.4 200 characters are read, so that no spacing is refused for its length', () => {
    expect(readCode(code.padEnd(200))).toEqual({ code });
  });

  test('R1.4 a wrong symbol is named with its position 1–20, dashes and spaces not counted', () => {
    const wrong = fc.constantFrom('U', 'u', '!', '"', '_', 'ß', 'É', '\u0417', '\u{1F511}', '\uD800');
    fc.assert(
      fc.property(codes, fc.nat(19), wrong, (sound, index, symbol) => {
        const expected = { problem: 'symbol', position: index + 1 };
        expect(readCode(withSymbol(sound, index, symbol))).toEqual(expected);
        expect(readCode(Array.from(withSymbol(sound, index, symbol)).join(' - '))).toEqual(expected);
      }),
    );
  });

  test('R1.4 the first wrong symbol is the one named, and comes before a wrong length', () => {
    expect(readCode(`"${code}"`)).toEqual({ problem: 'symbol', position: 1 });
    expect(readCode('AB?U')).toEqual({ problem: 'symbol', position: 3 });
  });

  test('R1.4 a code of the right symbols with a wrong check symbol has no known position', () => {
    expect(readCode(withSymbol(code, 19, 'P'))).toEqual({ problem: 'check' });
  });

  test('R1.4 any text at all is read or refused, never a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 250 }), (typed) => {
        const read = readCode(typed);
        expect('code' in read || ['length', 'symbol', 'check'].includes(read.problem)).toBe(true);
      }),
    );
  });
});

describe('R1.5 the hint', () => {
  test('R1.5 shows the last group and nothing else', () => {
    expect(codeHint('0123456789ABCDEFGHJK')).toBe('*****-*****-*****-FGHJK');
  });
});
