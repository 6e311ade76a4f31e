import type { Plan, Product } from '../core/plan.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { type PlainItem, readNumber, readText } from './read-plain.ts';
import { isNew, type Write } from './transaction.ts';

const REVISION_WIDTH = 6;

/** The two halves of the catalog, as they stand in keys: plans and products. */
export type Part = 'P' | 'Q';

/** Something of the catalog, with the number of its revision. */
export interface Revised<T> {
  readonly value: T;
  readonly revision: number;
}

/** What is live. */
export const headKey = (part: Part, id: string): Key => ({ pk: `${part}#${id}`, sk: 'HEAD' });

/** The list of all of a part. */
export const indexKey = (part: Part, id: string): Key => ({ pk: `${part}#`, sk: id });

export const revisionKey = (part: Part, id: string, revision: number): Key => ({
  pk: `${part}#${id}`,
  sk: `R#${String(revision).padStart(REVISION_WIDTH, '0')}`,
});

/** A revision and the head that names it, together; revisions are never written twice. */
export function writeRevision(part: Part, id: string, content: object, current: number): readonly Write[] {
  const item = { json: JSON.stringify(content), revision: current + 1 };
  const asRead = new Expression().demandEqual(['revision'], current === 0 ? null : current);
  return [
    { put: revisionKey(part, id, current + 1), item, expression: isNew() },
    { put: headKey(part, id), item, expression: asRead },
    { put: indexKey(part, id), item: {} },
  ];
}

export function toProduct(item: PlainItem): Revised<Product> {
  return { value: JSON.parse(readText(item, 'json')) as Product, revision: readNumber(item, 'revision') };
}

export function toPlan(item: PlainItem): Plan {
  return JSON.parse(readText(item, 'json')) as Plan;
}
