import { isDeepStrictEqual } from 'node:util';
import { findPlanMistakes, type PlanDraft, productsOfFamily } from '../core/catalog-rules.ts';
import type { Mistake } from '../core/mistake.ts';
import type { Plan, Product } from '../core/plan.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { listEntries, putPlan, readEntry } from '../http/contracts/catalog.ts';
import { pointAt, refuseMistakes } from '../http/mistakes.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import { findIdMistakes } from '../http/path-id.ts';
import type { HttpRequest } from '../http/route.ts';
import type { ShapeError } from '../http/shape.ts';
import type { Service } from '../service.ts';
import { auditAdministration } from '../store/administration-audit.ts';
import type { Revised } from '../store/catalog-items.ts';
import { useProducts } from '../store/catalog-use.ts';
import { withRetries } from '../store/retry.ts';
import { readPlanDraft } from './plan-draft.ts';
import { revisedEvent } from './revised-event.ts';

type Request = HttpRequest<typeof putPlan>;

/**
 * `PUT /v1/plans/{id}`: the first or the next revision of a plan. Licenses keep the revision under which they were
 * issued. A body that says what the plan says already makes none.
 */
export async function respondToPutPlan(
  { licenses: { catalog }, ledger }: Service,
  { path, body, actor, requestId, now }: Request,
): Promise<HttpAnswer | Refusal> {
  const wrongId = findIdMistakes(path, body);
  return withRetries(async () => {
    const before = await catalog.readNewestPlan(path.id);
    const named = body.products.length > 0 ? body.products : productsOfFamily(body, await catalog.listProducts());
    const plan = { ...body, id: path.id, products: named };
    const unchanged = before !== null && isDeepStrictEqual(planBody(before), plan);
    if (unchanged && wrongId.length === 0) return { status: 200, body: plan };
    const products = await catalog.readNewestProducts(named.map(({ id }) => id));
    const refusal = refuseMistakes([...wrongId, ...findMistakes(plan, products)]);
    if (refusal !== null) return refusal;
    const current = before?.revision ?? 0;
    const event = revisedEvent('plan.changed', { plan: path.id }, current);
    const audit = auditAdministration(ledger.entries, 'catalog', event, { actor: actor.id, requestId, now });
    await catalog.putPlan({ ...plan, revision: current }, current, [...useProducts(products.values()), ...audit]);
    return { status: 200, body: plan };
  });
}

function findMistakes(plan: PlanDraft, products: ReadonlyMap<string, Revised<Product>>): readonly Mistake[] {
  const known = new Map([...products].map(([id, { value }]) => [id, value]));
  const none = { path: ['family'], detail: 'The catalog has no product of this family that takes a seat of the plan.' };
  return [...(plan.products?.length === 0 ? [none] : []), ...findPlanMistakes(plan, known)];
}

/** What else is wrong with a plan whose shape is wrong, so that all its mistakes are told at once. */
export async function findMorePlanMistakes(
  { licenses }: Service,
  body: unknown,
  path: Readonly<Record<string, string>>,
): Promise<readonly ShapeError[]> {
  const draft = readPlanDraft(body);
  const ids = (draft.products ?? []).flatMap((product) => product?.id ?? []);
  const products = await licenses.catalog.readNewestProducts(ids);
  return pointAt([...findIdMistakes(path, body), ...findMistakes(draft, products)]);
}

/** `GET /v1/plans/{id}`: the newest revision, as `PUT` accepts it. */
export async function respondToReadPlan(
  { licenses }: Service,
  { path }: HttpRequest<typeof readEntry>,
): Promise<HttpAnswer | Refusal> {
  const plan = await licenses.catalog.readNewestPlan(path.id);
  return plan === null ? refuse('not_found') : { status: 200, body: planBody(plan) };
}

/** `GET /v1/plans`. */
export async function respondToListPlans(
  { licenses, secrets }: Service,
  { query }: HttpRequest<typeof listEntries>,
): Promise<HttpAnswer | Refusal> {
  const known = await secrets();
  const start = readPlace(known, 'plans', query.cursor);
  if (isRefusal(start)) return start;
  const page = await licenses.catalog.pagePlans({ after: start.place, limit: query.limit });
  return { status: 200, body: { items: page.items.map(planBody), next: nextCursor(known, 'plans', page.next) } };
}

function planBody({ revision: _kept, ...plan }: Plan): Omit<Plan, 'revision'> {
  return plan;
}
