/**
 * The symbols of a code, and what people type for them (R1.3).
 *
 * Order of folding: NFKC, then what is ignored, then case, then look-alikes, then I L O. Case comes before shape: a
 * small Greek nu is the small form of the capital that looks like N, so it is N, although it looks like v; the check
 * symbol catches the other intent.
 */

/** R1.2: the 32 symbols; the index of a symbol is its value in GF(32). */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Spaces, dashes, and what cannot be seen: `Default_Ignorable_Code_Point` holds zero-width characters, the byte order
 * mark, the soft hyphen, marks of writing direction and variation selectors. The code points after `Dash` are dashes
 * that Unicode files elsewhere: modifier minus, hyphen bullet, box-drawing lines, heavy minus, and the long-vowel mark
 * that a Japanese keyboard gives for `-`.
 */
const IGNORED = /[\p{White_Space}\p{Dash}\p{Default_Ignorable_Code_Point}\u02D7\u2043\u2500\u2501\u2796\u30FC]/gu;

/**
 * Cyrillic (U+04xx, U+05xx) and Greek (U+03xx) capitals by the Latin letter that they look like. Escaped, as they
 * cannot be told apart by eye.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  A: '\u0410\u0391',
  B: '\u0412\u0392',
  C: '\u0421',
  D: '\u0500',
  E: '\u0415\u0395',
  F: '\u03DC',
  G: '\u050C',
  H: '\u041D\u04BA\u0397',
  I: '\u0406\u04C0\u0399',
  J: '\u0408\u037F',
  K: '\u041A\u039A',
  M: '\u041C\u039C',
  N: '\u039D',
  O: '\u041E\u039F',
  P: '\u0420\u03A1',
  Q: '\u051A',
  S: '\u0405',
  T: '\u0422\u03A4',
  V: '\u0474',
  W: '\u051C',
  X: '\u0425\u03A7',
  Y: '\u0423\u04AE\u03A5',
  Z: '\u0396',
};

/**
 * Letters that the alphabet leaves out because they are mistaken for digits. U is left out too, but resembles none: it
 * stays wrong.
 */
const MISTAKEN: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

const VALUES = symbolValues();

/**
 * R1.3: the symbol values (0–31) of what a person typed, in order; `undefined` where a character stands for no symbol.
 * Each character is raised to upper case alone, so that one whose capital is two letters (ß → SS) stays one wrong
 * symbol.
 */
export function readSymbols(typed: string): (number | undefined)[] {
  const seen = typed.normalize('NFKC').replace(IGNORED, '');
  return Array.from(seen, (character) => VALUES.get(character.toUpperCase()));
}

/** Every capital or digit that stands for a symbol → the symbol's value. */
function symbolValues(): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const letter of ALPHABET + Object.keys(MISTAKEN).join('')) {
    const value = ALPHABET.indexOf(MISTAKEN[letter] ?? letter);
    for (const typed of letter + (LOOK_ALIKES[letter] ?? '')) values.set(typed, value);
  }
  return values;
}
