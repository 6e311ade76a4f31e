import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Bytes } from './wire-format.ts';

/** A plain value as items hold them. Null and undefined are not stored: an absent attribute reads as null. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly Plain[]
  | { readonly [name: string]: Plain };

export type Item = Record<string, AttributeValue>;

/** Writes a value as DynamoDB's. Inside lists null stays, so that positions do. */
export function toAttribute(value: Plain): AttributeValue {
  if (value === null || value === undefined) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: new Bytes(value) };
  if (isList(value)) return { L: value.map(toAttribute) };
  return { M: toItem(value) };
}

function isList(value: readonly Plain[] | { readonly [name: string]: Plain }): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Writes an object as an item or a map, without what is null or undefined. */
export function toItem(object: { readonly [name: string]: Plain }): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(object)) {
    if (value !== null && value !== undefined) item[name] = toAttribute(value);
  }
  return item;
}

/** Reads a value back. */
function fromAttribute(attribute: AttributeValue): Plain {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.L !== undefined) return attribute.L.map(fromAttribute);
  if (attribute.M !== undefined) return fromItem(attribute.M);
  if (attribute.SS !== undefined) return attribute.SS;
  if (attribute.B !== undefined) return attribute.B;
  return null;
}

/** Reads an item or a map back. */
export function fromItem(item: Item): { [name: string]: Plain } {
  return Object.fromEntries(Object.entries(item).map(([name, attribute]) => [name, fromAttribute(attribute)]));
}
