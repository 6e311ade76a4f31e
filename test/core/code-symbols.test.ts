import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCode, readCode } from '../../functions/core/code.ts';
import { ALPHABET, readSymbols } from '../../functions/core/code-symbols.ts';

const codes = fc.uint8Array({ minLength: 12, maxLength: 12 }).map((random) => formatCode(random).replaceAll('-', ''));

/**
 * What may stand for each symbol besides itself in either case: full width, mathematical, and look-alikes from
 * Unicode's own charts.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  0: 'OoＯОоΟο０⓪𝟎',
  1: 'IiLlＩｌІіӀӏΙι１①ⅼı',
  2: '２²',
  A: 'АаΑα𝐀ａ',
  B: 'ВвΒβ',
  C: 'СсⅭ',
  D: 'ԀԁⅮ',
  E: 'ЕеΕε',
  F: 'Ϝϝ',
  G: 'Ԍԍ',
  H: 'НнҺһΗη',
  J: 'ЈјͿϳ',
  K: 'КкΚκ\u212A',
  M: 'МмΜμµ',
  N: 'Νν',
  P: 'РрΡρ',
  Q: 'Ԛԛ',
  S: 'Ѕѕſ',
  T: 'ТтΤτ',
  V: 'Ѵѵ',
  W: 'Ԝԝ',
  X: 'ХхΧχ',
  Y: 'УуҮүΥυ',
  Z: 'Ζζ',
};

/** Written as escapes: spaces, dashes and invisible characters of all kinds. */
const IGNORED = Array.from(
  ' \t\n\r\v\f\u0085\u00A0\u1680\u2000\u2003\u2007\u2009\u200A\u2028\u2029\u202F\u205F\u3000' +
    '-\u058A\u05BE\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2053\u207B\u208B\u2212\u2796\u02D7' +
    '\u2500\u2501\u2E17\u2E1A\u2E3A\u2E3B\u2E40\u301C\u3030\u30A0\u30FC\uFF70\uFE31\uFE32\uFE58\uFE63\uFF0D' +
    '\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202E\u2060\u2064\u2066\u2069\uFE0E\uFE0F\uFEFF',
);

const ignored = fc.string({ unit: fc.constantFrom(...IGNORED), maxLength: 4 });

describe('R1.3 forgiving typing', () => {
  test('R1.3 every symbol stands for itself, in either case', () => {
    for (const [value, symbol] of Array.from(ALPHABET).entries()) {
      expect([symbol, ...readSymbols(symbol + symbol.toLowerCase())]).toEqual([symbol, value, value]);
    }
  });

  test.each(Object.entries(STAND_INS))('R1.3 %s is read from each of %s', (symbol, standIns) => {
    for (const standIn of standIns) {
      expect([standIn, ...readSymbols(standIn)]).toEqual([standIn, ALPHABET.indexOf(symbol)]);
    }
  });

  test('R1.3 every space, dash and invisible character is passed over', () => {
    const read = IGNORED.filter((character) => readSymbols(character).length > 0);
    expect(read.map((character) => character.codePointAt(0)?.toString(16))).toEqual([]);
  });

  test('R1.3 a code is read whatever stands in for its symbols and between them', () => {
    const standIn = (symbol: string) =>
      fc.constantFrom(symbol, ...Array.from(symbol.toLowerCase() + (STAND_INS[symbol] ?? '')));
    const typed = codes.chain((code) =>
      fc
        .tuple(...Array.from(code, (symbol) => fc.tuple(ignored, standIn(symbol))))
        .map((parts) => ({ code, typed: parts.flat().join('') })),
    );
    fc.assert(
      fc.property(typed, ({ code, typed }) => {
        expect(readCode(typed)).toEqual({ code });
      }),
    );
  });

  test('R1.3 nothing else is guessed: U and its kin, other scripts, accents, and digits that only look alike stay wrong', () => {
    const wrong = [
      'U',
      'u',
      'Ս',
      'É',
      'ё',
      'З',
      'б',
      'Г',
      'γ',
      'ω',
      'ß',
      '$',
      '|',
      '!',
      '@',
      '٣',
      '०',
      'Ꭺ',
      '.',
      '_',
      '*',
    ];
    for (const typed of wrong) expect([typed, ...readSymbols(typed)]).toEqual([typed, undefined]);
  });

  test('R1.3 case comes before shape: the small nu is N, not v', () => {
    expect(readSymbols('\u03BD')).toEqual([ALPHABET.indexOf('N')]);
  });
});
