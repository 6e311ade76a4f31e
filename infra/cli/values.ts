import * as v from 'valibot';
import { misuse } from './failure.ts';

/** Whether a word has the form that the contract wants; one that has not may stand for something else in a path. */
export function fits(schema: v.GenericSchema<string>, word: string): boolean {
  return v.is(schema, word);
}

/** A whole number of at least 1. */
export function readWhole(name: string, text: string, most: number): number {
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw misuse(`${name} must be a whole number from 1 to ${most}.`);
  return value;
}

/** `name=value` pairs, each name once. */
export function readPairs(option: string, given: readonly string[]): Readonly<Record<string, string>> {
  const pairs = given.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw misuse(`${option} is name=value.`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw misuse(`${option} names something twice.`);
  return Object.fromEntries(pairs);
}
