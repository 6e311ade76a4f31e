import type { Instant } from '../core/instant.ts';
import type { Plan, Product } from '../core/plan.ts';
import {
  headKey,
  indexKey,
  type Part,
  type Revised,
  revisionKey,
  toPlan,
  toProduct,
  writeRevision,
} from './catalog-items.ts';
import type { Database } from './client.ts';
import { FreshCache } from './fresh-cache.ts';
import { type PageBounds, readAll, readItems, readListPage } from './read.ts';
import type { PlainItem } from './read-plain.ts';
import { transact, type Write } from './transaction.ts';

/** How long a product or the head of a plan may be old, in milliseconds (api.md: "live within a minute"). */
const FRESH = 60_000;

/** A page of the catalog, in the order of ids. */
export interface CatalogPage<T> {
  readonly items: readonly T[];
  /** The id behind which the next page begins, null at the end. */
  readonly next: string | null;
}

/** Names a revision of a plan. */
export const revisionName = (id: string, revision: number): string => `${id}#${revision}`;

/**
 * Products and plans. Revisions are immutable and kept for as long as the process lives; what is live is read anew after
 * a minute. That something does not exist is never remembered.
 */
export class Catalog {
  private readonly database: Database;
  private readonly products = new FreshCache<Product>(FRESH);
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
    for (const [id, { value }] of await this.readNewestProducts(missing)) {
      this.products.set(id, value, now);
      found.set(id, value);
    }
    return found;
  }

  /** The live product, or null. */
  async readProduct(id: string, now: Instant): Promise<Product | null> {
    return (await this.readProducts([id], now)).get(id) ?? null;
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

  /** Products as they stand, for a change that rests on them; unknown ones are absent. */
  async readNewestProducts(ids: readonly string[]): Promise<ReadonlyMap<string, Revised<Product>>> {
    const items = await this.readHeads('Q', ids);
    return new Map([...items].map(([id, item]) => [id, toProduct(item)]));
  }

  /** A plan as it stands, for a change of it or a license under it. */
  async readNewestPlan(id: string): Promise<Plan | null> {
    const item = (await this.readHeads('P', [id])).get(id);
    return item === undefined ? null : toPlan(item);
  }

  /** All products as they stand. */
  async listProducts(): Promise<readonly Product[]> {
    const index = await readAll(this.database, { pk: indexKey('Q', '').pk, strong: true });
    const items = await this.readHeads(
      'Q',
      index.map(({ sk }) => sk),
    );
    return [...items.values()].map((item) => toProduct(item).value);
  }

  /** A page of products as they stand. */
  async pageProducts(bounds: PageBounds): Promise<CatalogPage<Product>> {
    return this.page('Q', bounds, (item) => toProduct(item).value);
  }

  /** A page of the newest revisions of plans. */
  async pagePlans(bounds: PageBounds): Promise<CatalogPage<Plan>> {
    return this.page('P', bounds, toPlan);
  }

  private async page<T>(part: Part, bounds: PageBounds, read: (item: PlainItem) => T) {
    const { items, next } = await readListPage(this.database, indexKey(part, '').pk, bounds);
    const heads = await this.readHeads(
      part,
      items.map(({ sk }) => sk),
    );
    return { items: [...heads.values()].map(read), next };
  }

  /** What is live under these ids, in their order. */
  private async readHeads(part: Part, ids: readonly string[]): Promise<ReadonlyMap<string, PlainItem>> {
    const items = await readItems(
      this.database,
      ids.map((id) => headKey(part, id)),
      true,
    );
    return new Map(
      ids.flatMap((id) => {
        const item = items.get(headKey(part, id));
        return item === undefined ? [] : [[id, item] as const];
      }),
    );
  }

  /**
   * Stores a product as the revision after `current`.
   * @param extra further writes that belong to it
   * @throws Stale when somebody else has
   */
  async putProduct(product: Product, current: number, extra: readonly Write[] = []): Promise<void> {
    await transact(this.database, [...writeRevision('Q', product.id, product, current), ...extra]);
    this.products.delete(product.id);
  }

  /**
   * Stores a plan as the revision after `current`.
   * @param extra further writes that belong to it
   * @throws Stale when somebody else has
   */
  async putPlan(plan: Plan, current: number, extra: readonly Write[] = []): Promise<void> {
    const revised = { ...plan, revision: current + 1 };
    await transact(this.database, [...writeRevision('P', plan.id, revised, current), ...extra]);
  }
}
