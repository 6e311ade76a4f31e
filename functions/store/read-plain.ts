import type { Plain } from './attribute.ts';

/** An item as it was read, before its fields are given their types back. */
export type PlainItem = { readonly [name: string]: Plain };

/** A stored item that is not what this code writes: a fault, never an answer. */
export class MalformedItem extends Error {
  override readonly name = 'MalformedItem';
}

export function readText(item: PlainItem, name: string): string {
  const value = item[name];
  if (typeof value !== 'string') throw new MalformedItem(`${name} is not text`);
  return value;
}

export function readNumber(item: PlainItem, name: string): number {
  const value = item[name];
  if (typeof value !== 'number') throw new MalformedItem(`${name} is not a number`);
  return value;
}

export function readOptionalText(item: PlainItem, name: string): string | null {
  return typeof item[name] === 'string' ? item[name] : null;
}

export function readOptionalNumber(item: PlainItem, name: string): number | null {
  return typeof item[name] === 'number' ? item[name] : null;
}

/** A map; absent ones read as empty. */
export function readMap(item: PlainItem, name: string): PlainItem {
  const value = item[name];
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new MalformedItem(`${name} is not a map`);
  return value as PlainItem;
}

/** A list; absent ones read as empty. */
function readList(item: PlainItem, name: string): readonly Plain[] {
  const value = item[name];
  return Array.isArray(value) ? (value as readonly Plain[]) : [];
}

export function readNumbers(item: PlainItem, name: string): readonly number[] {
  return readList(item, name).filter((value) => typeof value === 'number');
}

export function readTexts(item: PlainItem, name: string): readonly string[] {
  return readList(item, name).filter((value) => typeof value === 'string');
}

/** A map with values of one kind. */
export function readEntries<T>(item: PlainItem, name: string, read: (value: PlainItem) => T): Record<string, T> {
  const map = readMap(item, name);
  return Object.fromEntries(Object.keys(map).map((key) => [key, read(readMap(map, key))]));
}
