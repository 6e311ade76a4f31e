import type { Product } from '../core/plan.ts';
import { headKey, type Revised } from './catalog-items.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import type { Key } from './keys.ts';
import { readItems } from './read.ts';
import { isNew, type Write } from './transaction.ts';

const useKey = (product: string): Key => ({ pk: `Q#${product}`, sk: 'USED' });

/** Whether any revision of any plan has ever named a product: its family and seat class are fixed then (api.md). */
export async function isUsed(database: Database, product: string): Promise<boolean> {
  return (await readItems(database, [useKey(product)], true)).get(useKey(product)) !== undefined;
}

/** Belongs to a change of a product's family or seat class: no plan has come to name it meanwhile. */
export function demandUnused(product: string): Write {
  return { update: useKey(product), expression: isNew() };
}

/** Belongs to a revision of a plan: its products are used from now on, and are still as the plan was checked against. */
export function useProducts(products: Iterable<Revised<Product>>): readonly Write[] {
  return [...products].flatMap(({ value: { id }, revision }): readonly Write[] => [
    { update: headKey('Q', id), expression: new Expression().demandEqual(['revision'], revision) },
    { put: useKey(id), item: {} },
  ]);
}
