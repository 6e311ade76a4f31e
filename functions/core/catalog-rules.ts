import { findLargeClassMistakes } from './large-classes.ts';
import type { Mistake } from './mistake.ts';
import type { Plan, PlanProduct, Product } from './plan.ts';
import { compareAtBound, type OsVersionCondition } from './version.ts';

/** What of a rule after expiry can be wrong beyond its shape. */
type DraftRule = OsVersionCondition & { readonly components?: Readonly<Record<string, unknown>> | undefined };

/**
 * A plan as it was sent, as far as it can be read: what has the wrong shape is undefined, so that the other mistakes can
 * be told at the same time. Every plan is one.
 */
export interface PlanDraft {
  readonly kind: string | undefined;
  readonly family: string | undefined;
  readonly term: { readonly days: number | null } | undefined;
  readonly seats: Readonly<Record<string, unknown>> | undefined;
  readonly products: readonly (PlanProduct | undefined)[] | undefined;
  readonly afterExpiry?: readonly (DraftRule | undefined)[] | undefined;
  readonly renewal: { readonly withoutPreviousDays: number } | null | undefined;
  readonly deviceMatch: { readonly weights: Readonly<Record<string, number>> } | undefined;
}

type Products = ReadonlyMap<string, Product>;

/** Every mistake of a plan that its shape alone does not show. @param known the live products that it may name */
export function findPlanMistakes(plan: PlanDraft, known: Products): readonly Mistake[] {
  return [
    ...findProductMistakes(plan, known),
    ...findExpiryMistakes(plan, known),
    ...findRenewalMistakes(plan),
    ...findWeightMistakes(plan),
    ...findLargeClassMistakes(plan.seats ?? {}),
  ];
}

/** The products of a plan that names none: those of its family that take seats which it has (R11.1). */
export function productsOfFamily(
  { family, seats }: Pick<Plan, 'family' | 'seats'>,
  all: readonly Product[],
): PlanProduct[] {
  return all
    .filter((product) => product.family === family && Object.hasOwn(seats, product.seatClass))
    .map(({ id }) => ({ id }));
}

function* findProductMistakes({ products = [], family, seats }: PlanDraft, known: Products): Generator<Mistake> {
  for (const [at, named] of products.entries()) {
    if (named === undefined) continue;
    const { id, minVersion, maxVersion } = named;
    const path = ['products', at, 'id'];
    const product = known.get(id);
    if (products.findIndex((other) => other?.id === id) < at) yield { path, detail: 'Stands in the list already.' };
    else if (product === undefined) yield { path, detail: 'There is no such product in the catalog.' };
    else if (family !== undefined && product.family !== family) {
      yield { path, detail: `Belongs to another family, ${product.family} (R11.1).` };
    } else if (seats !== undefined && !Object.hasOwn(seats, product.seatClass)) {
      yield { path, detail: `Takes a seat of the class ${product.seatClass}, of which the plan has none.` };
    }
    if (minVersion !== undefined && maxVersion !== undefined && compareAtBound(minVersion, maxVersion) > 0) {
      yield { path: ['products', at, 'maxVersion'], detail: 'Must not be below minVersion.' };
    }
  }
}

function* findExpiryMistakes({ products, afterExpiry = [], kind }: PlanDraft, known: Products): Generator<Mistake> {
  const covered = products?.map((product) => (product === undefined ? undefined : known.get(product.id)));
  // Of products that are not known, or say nothing of components, nobody can say which they have.
  const components = covered?.every((product) => product !== undefined && product.components.length > 0)
    ? new Set(covered.flatMap((product) => product?.components ?? []))
    : null;
  // R8.5: what a beta does by default must be sayable, whatever its products have.
  if (kind === 'beta') components?.add('updates');
  for (const [at, rule] of afterExpiry.entries()) {
    if (rule === undefined) continue;
    for (const name of Object.keys(rule.components ?? {})) {
      if (components === null || components.has(name)) continue;
      yield { path: ['afterExpiry', at, 'components', name], detail: 'No product of the plan has this component.' };
    }
    const { osVersionFrom: from, osVersionBelow: below } = rule;
    if (from !== undefined && below !== undefined && compareAtBound(from, below) >= 0) {
      yield { path: ['afterExpiry', at, 'osVersionFrom'], detail: 'Must be below osVersionBelow.' };
    }
  }
}

function* findRenewalMistakes({ kind, term, renewal }: PlanDraft): Generator<Mistake> {
  if (renewal === undefined || renewal === null) return;
  if (kind === 'trial') yield { path: ['renewal'], detail: 'A trial renews nothing (R7.1).' };
  const days = term?.days ?? null;
  if (days !== null && renewal.withoutPreviousDays > days) {
    yield { path: ['renewal', 'withoutPreviousDays'], detail: `Must be at most the term of ${days} days (R7.2).` };
  }
}

function* findWeightMistakes({ deviceMatch }: PlanDraft): Generator<Mistake> {
  const weights = Object.values(deviceMatch?.weights ?? {});
  if (weights.length > 0 && weights.every((weight) => weight === 0)) {
    yield { path: ['deviceMatch', 'weights'], detail: 'At least one component must weigh something (R10.2).' };
  }
}
