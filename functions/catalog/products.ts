import { isDeepStrictEqual } from 'node:util';
import type { Product } from '../core/plan.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { listEntries, putProduct, readEntry } from '../http/contracts/catalog.ts';
import { refuseMistakes } from '../http/mistakes.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import { findIdMistakes } from '../http/path-id.ts';
import type { HttpRequest } from '../http/route.ts';
import type { ProductsAnswer } from '../http/schemas/operator-answer.ts';
import type { ProductAnswer } from '../http/schemas/product.ts';
import type { Service } from '../service.ts';
import { auditAdministration } from '../store/administration-audit.ts';
import { demandUnused, isUsed } from '../store/catalog-use.ts';
import { withRetries } from '../store/retry.ts';
import { revisedEvent } from './revised-event.ts';

/**
 * `PUT /v1/products/{id}`: creates or changes a product. Its family and seat class are fixed once a plan has named it,
 * since slots and seats of devices are kept by them.
 */
export async function respondToPutProduct(
  { licenses, ledger }: Service,
  { path, body, actor, requestId, now }: HttpRequest<typeof putProduct>,
): Promise<HttpAnswer | Refusal> {
  const refusal = refuseMistakes(findIdMistakes(path, body));
  if (refusal !== null) return refusal;
  const product: Product = { ...body, id: path.id };
  return withRetries(async () => {
    const before = (await licenses.catalog.readNewestProducts([product.id])).get(product.id);
    // What is as it was is no revision.
    if (before !== undefined && isDeepStrictEqual(before.value, product)) return answer(product);
    const moved = before === undefined ? [] : fixedFields(before.value, product);
    if (moved.length > 0 && (await isUsed(ledger, product.id))) {
      const detail = `A plan names this product, so its ${moved.join(' and ')} cannot change any more.`;
      return refuse('catalog_conflict', { fixed: moved }, detail);
    }
    const guards = moved.length > 0 ? [demandUnused(product.id)] : [];
    const event = revisedEvent('product.changed', { product: product.id }, before?.revision ?? 0);
    const audit = auditAdministration(ledger.entries, 'catalog', event, { actor: actor.id, requestId, now });
    await licenses.catalog.putProduct(product, before?.revision ?? 0, [...guards, ...audit]);
    return answer(product);
  });
}

function fixedFields(before: Product, after: Product): readonly string[] {
  return (['family', 'seatClass'] as const).filter((name) => before[name] !== after[name]);
}

/** `GET /v1/products/{id}`. */
export async function respondToReadProduct(
  { licenses }: Service,
  { path }: HttpRequest<typeof readEntry>,
): Promise<HttpAnswer | Refusal> {
  const product = (await licenses.catalog.readNewestProducts([path.id])).get(path.id);
  return product === undefined ? refuse('not_found') : answer(product.value);
}

/** `GET /v1/products`. */
export async function respondToListProducts(
  { licenses, secrets }: Service,
  { query }: HttpRequest<typeof listEntries>,
): Promise<HttpAnswer | Refusal> {
  const known = await secrets();
  const start = readPlace(known, 'products', query.cursor);
  if (isRefusal(start)) return start;
  const page = await licenses.catalog.pageProducts({ after: start.place, limit: query.limit });
  const body: ProductsAnswer = { items: page.items.map(productBody), next: nextCursor(known, 'products', page.next) };
  return { status: 200, body };
}

function answer(product: Product): HttpAnswer {
  return { status: 200, body: productBody(product) };
}

function productBody({ platforms, components, ...product }: Product): ProductAnswer {
  return { ...product, platforms: [...platforms], components: [...components] };
}
