/**
 * Codes: the 20 symbols that a person types (R1.1–R1.5). Canonical form: 20 symbols of the alphabet, upper case, no
 * dashes.
 */
import { checkValue, weightedSum } from './check-symbol.ts';
import { ALPHABET, readSymbols } from './code-symbols.ts';

const CODE_LENGTH = 20;
const DATA_LENGTH = CODE_LENGTH - 1;
const GROUP_LENGTH = 5;
const BITS_PER_SYMBOL = 5;
/** 19 symbols × 5 bits = 95 bits. */
const BYTES_NEEDED = 12;
/** UTF-16 units; ten times a code leaves room for any spacing, and keeps pasted documents away from normalization. */
const MAX_TYPED = 200;

/** R1.4: what is wrong with a malformed code. */
type CodeProblem = 'length' | 'symbol' | 'check';

/** A well-formed code in canonical form. Secret: never logged, never stored (R1.5). */
export interface ReadCode {
  readonly code: string;
}

/** R1.4: `position` is 1–20, dashes not counted, and known only for a wrong symbol. */
export interface MalformedCode {
  readonly problem: CodeProblem;
  readonly position?: number;
}

/**
 * R1.1, R1.2: the code `XXXXX-XXXXX-XXXXX-XXXXX` for the first 95 bits of `bytes` (most significant first), with its
 * check symbol. The same bytes give the same code. Throws RangeError for fewer than 12 bytes, which would be a code
 * that can be guessed.
 */
export function formatCode(bytes: Uint8Array): string {
  if (bytes.length < BYTES_NEEDED) throw new RangeError(`a code needs ${BYTES_NEEDED} random bytes`);
  const data = Array.from({ length: DATA_LENGTH }, (_, index) => bitsAt(bytes, index * BITS_PER_SYMBOL));
  return groupCode(writeSymbols([...data, checkValue(data)]));
}

/**
 * R1.3, R1.4: reads what a person typed. One problem is named, the one that helps most: a wrong symbol within the first
 * 20 comes before the length, because it can be pointed at and is often the cause of it (a quotation mark pasted
 * along); one after the 20th symbol is surplus, hence `length`; the check symbol says something only about a code that
 * is complete.
 */
export function readCode(typed: string): ReadCode | MalformedCode {
  if (typed.length > MAX_TYPED) return { problem: 'length' };
  const values: number[] = [];
  for (const value of readSymbols(typed)) {
    if (values.length === CODE_LENGTH) return { problem: 'length' };
    if (value === undefined) return { problem: 'symbol', position: values.length + 1 };
    values.push(value);
  }
  if (values.length !== CODE_LENGTH) return { problem: 'length' };
  return weightedSum(values) === 0 ? { code: writeSymbols(values) } : { problem: 'check' };
}

/** R1.1: a canonical code in its four groups, as people are shown it once. */
export function groupCode(code: string): string {
  return [0, 1, 2, 3].map((group) => code.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH)).join('-');
}

/**
 * R1.5: the hint of a canonical code, `*****-*****-*****-AB3CD`: the only part of a code that may be stored and shown
 * again.
 */
export function codeHint(code: string): string {
  return `*****-*****-*****-${code.slice(-GROUP_LENGTH)}`;
}

/**
 * The 5 bits from bit `offset` on; they lie within two bytes, the second of which need not exist when it is not
 * reached.
 */
function bitsAt(bytes: Uint8Array, offset: number): number {
  const index = offset >> 3;
  const pair = ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
  return (pair >> (16 - BITS_PER_SYMBOL - (offset & 7))) & 31;
}

function writeSymbols(values: readonly number[]): string {
  return values.map((value) => ALPHABET.charAt(value)).join('');
}
