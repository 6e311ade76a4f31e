import type { Instant } from '../core/instant.ts';
import type { Plan, Product } from '../core/plan.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { FreshCache } from './fresh-cache.ts';
import type { Key } from './keys.ts';
import { readAll, readItems } from './read.ts';
import { type PlainItem, readNumber, readText } from './read-plain.ts';
import { isNew, transact, type Write } from './transaction.ts';

/** How long a product or the head of a plan may be old, in milliseconds (api.md: "live within a minute"). */
const FRESH = 60_000;
const REVISION_WIDTH = 6;

/** The two halves of the catalog, as they stand in keys. */
type Part = 'P' | 'Q';

/** Something of the catalog, with the number of its revision. */
export interface Revised<T> {
  readonly value: T;
  readonly revision: number;
}

const headKey = (part: Part, id: string): Key => ({ pk: `${part}#${id}`, sk: 'HEAD' });
const indexKey = (part: Part, id: string): Key => ({ pk: `${part}#`, sk: id });
const revisionKey = (part: Part, id: string, revision: number): Key => ({
  pk: `${part}#${id}`,
  sk: `R#${String(revision).padStart(REVISION_WIDTH, '0')}`,
});

/** Names a revision of a plan. */
export const revisionName = (id: string, revision: number): string => `${id}#${revision}`;

/**
 * Products and plans. Revisions are immutable and kept for as long as the process lives; what is live is read anew after
 * a minute. That something does not exist is never remembered.
 */
export class Catalog {
  private readonly database: Database;
  private readonly products = new FreshCache<Product>(FRESH);
  private readonly plans = new FreshCache<Plan>(FRESH);
  private readonly revisions = new Map<string, Plan>();

  constructor(database: Database) {
    this.database = database;
  }

  /** The live products with these ids; unknown ones are absent. One round trip, none while they are fresh. */
  async readProducts(ids: readonly string[], now: Instant): Promise<ReadonlyMap<string, Product>> {
    const found = new Map<string, Product>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const known = this.products.get(id, now);
      if (known === undefined) missing.push(id);
      else found.set(id, known);
    }
    if (missing.length === 0) return found;
    const items = await readItems(
      this.database,
      missing.map((id) => headKey('Q', id)),
      true,
    );
    for (const id of missing) {
      const item = items.get(headKey('Q', id));
      if (item === undefined) continue;
      const product = toProduct(item).value;
      this.products.set(id, product, now);
      found.set(id, product);
    }
    return found;
  }

  /** The live product, or null. */
  async readProduct(id: string, now: Instant): Promise<Product | null> {
    return (await this.readProducts([id], now)).get(id) ?? null;
  }

  /** The newest revision of a plan, or null. */
  async readPlan(id: string, now: Instant): Promise<Plan | null> {
    const known = this.plans.get(id, now);
    if (known !== undefined) return known;
    const item = (await readItems(this.database, [headKey('P', id)], true)).get(headKey('P', id));
    if (item === undefined) return null;
    const plan = toPlan(item);
    this.plans.set(id, plan, now);
    return plan;
  }

  /** Revisions of plans by `revisionName`; one that a license names always exists. */
  async readRevisions(
    wanted: Iterable<{ readonly id: string; readonly revision: number }>,
  ): Promise<ReadonlyMap<string, Plan>> {
    const missing = [...wanted].filter(({ id, revision }) => !this.revisions.has(revisionName(id, revision)));
    if (missing.length === 0) return this.revisions;
    const items = await readItems(
      this.database,
      missing.map(({ id, revision }) => revisionKey('P', id, revision)),
      true,
    );
    for (const { id, revision } of missing) {
      const item = items.get(revisionKey('P', id, revision));
      if (item === undefined) throw new Error(`plan ${id} has no revision ${revision}`);
      this.revisions.set(revisionName(id, revision), toPlan(item));
    }
    return this.revisions;
  }

  /** A product as it stands, for a change of it. */
  async reviseProduct(id: string): Promise<Revised<Product> | null> {
    const item = (await readItems(this.database, [headKey('Q', id)], true)).get(headKey('Q', id));
    return item === undefined ? null : toProduct(item);
  }

  /** A plan as it stands, for a change of it. */
  async revisePlan(id: string): Promise<Plan | null> {
    const item = (await readItems(this.database, [headKey('P', id)], true)).get(headKey('P', id));
    return item === undefined ? null : toPlan(item);
  }

  /** All live products. */
  async listProducts(): Promise<readonly Product[]> {
    return (await this.listHeads('Q')).map((item) => toProduct(item).value);
  }

  /** The newest revisions of all plans. */
  async listPlans(): Promise<readonly Plan[]> {
    return (await this.listHeads('P')).map(toPlan);
  }

  private async listHeads(part: Part): Promise<readonly PlainItem[]> {
    const index = await readAll(this.database, { pk: `${part}#`, strong: true });
    const keys = index.map(({ sk }) => headKey(part, sk));
    const items = await readItems(this.database, keys, true);
    return keys.map((key) => items.get(key)).filter((item) => item !== undefined);
  }

  /** Stores a product as the revision after `current`. @throws Stale when somebody else has */
  async putProduct(product: Product, current: number, extra: readonly Write[] = []): Promise<void> {
    await transact(this.database, [...revise('Q', product.id, product, current), ...extra]);
    this.products.delete(product.id);
  }

  /** Stores a plan as the revision after `current`. @throws Stale when somebody else has */
  async putPlan(plan: Plan, current: number, extra: readonly Write[] = []): Promise<void> {
    await transact(this.database, [...revise('P', plan.id, { ...plan, revision: current + 1 }, current), ...extra]);
    this.plans.delete(plan.id);
  }
}

/** A revision and the head that names it, together; revisions are never written twice. */
function revise(part: Part, id: string, content: object, current: number): readonly Write[] {
  const item = { json: JSON.stringify(content), revision: current + 1 };
  const asRead = new Expression().demandEqual(['revision'], current === 0 ? null : current);
  return [
    { put: revisionKey(part, id, current + 1), item, expression: isNew() },
    { put: headKey(part, id), item, expression: asRead },
    { put: indexKey(part, id), item: {} },
  ];
}

function toProduct(item: PlainItem): Revised<Product> {
  return { value: JSON.parse(readText(item, 'json')), revision: readNumber(item, 'revision') };
}

function toPlan(item: PlainItem): Plan {
  return JSON.parse(readText(item, 'json'));
}
