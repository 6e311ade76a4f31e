import type { Instant } from '../core/instant.ts';
import type { License, LicenseDetails } from '../core/license.ts';
import type { SeatPool } from '../core/seat-pool.ts';
import type { PepperedHash } from '../runtime/hashing.ts';
import { Catalog, revisionName } from './catalog.ts';
import type { Database } from './client.ts';
import { readShard } from './counter-item.ts';
import { FreshCache } from './fresh-cache.ts';
import { codeKey, detailsKey, type Key, licenseKey } from './keys.ts';
import { readDetails, readLicense } from './license-item.ts';
import { type Items, readAll, readItems, readPage } from './read.ts';
import { type PlainItem, readNumber, readOptionalNumber, readText } from './read-plain.ts';

/** What a code leads to: its license, and which of its codes it is, as a later one takes its place (R12.2). */
export interface CodeEntry {
  readonly license: string;
  readonly codeVersion: number;
  readonly pepperVersion: number;
}

/** A license with everything that stands beside it. */
export interface WholeLicense {
  readonly license: License;
  readonly details: LicenseDetails | null;
  /** Audit entries counted by the license itself (R14.1); those of large classes are counted in the shards. */
  readonly entries: number;
}

/** How long the seats in use of a large class may be old in a validation, in milliseconds (R4.6). */
const COUNT_FRESH = 60_000;

/** Reads licenses with the revision of their plan and, where asked, the counters of their large classes. */
export class LicenseReader {
  readonly database: Database;
  readonly catalog: Catalog;
  private readonly counts = new FreshCache<Record<string, number>>(COUNT_FRESH);

  constructor(database: Database, catalog: Catalog = new Catalog(database)) {
    this.database = database;
    this.catalog = catalog;
  }

  /** The license items among some that were read together; unknown ones are absent. */
  async fromItems(items: Items, ids: Iterable<string>): Promise<ReadonlyMap<string, License>> {
    const found = [...new Set(ids)].flatMap((id) => {
      const item = items.get(licenseKey(id));
      return item === undefined ? [] : [{ id, item, plan: readText(item, 'p'), revision: readNumber(item, 'r') }];
    });
    const plans = await this.catalog.readRevisions(found.map(({ plan, revision }) => ({ id: plan, revision })));
    return new Map(
      found.flatMap(({ id, item, plan: planId, revision }) => {
        const plan = plans.get(revisionName(planId, revision));
        return plan === undefined ? [] : [[id, readLicense(id, item, plan)] as const];
      }),
    );
  }

  /** Licenses by id, in one round trip. */
  async read(ids: readonly string[], strong: boolean): Promise<ReadonlyMap<string, License>> {
    return this.fromItems(await readItems(this.database, ids.map(licenseKey), strong), ids);
  }

  /**
   * A license with the counters of its large classes and its details, in one round trip; null when there is none.
   * Its items stand side by side for this.
   */
  async readWhole(id: string, strong: boolean): Promise<WholeLicense | null> {
    const { pk } = licenseKey(id);
    const { items } = await readPage(this.database, { pk, from: 'L', to: 'N~', strong });
    const item = items.find(({ sk }) => sk === 'L');
    if (item === undefined) return null;
    const plan = { id: readText(item, 'p'), revision: readNumber(item, 'r') };
    const plans = await this.catalog.readRevisions([plan]);
    const revision = plans.get(revisionName(plan.id, plan.revision));
    const details = items.find(({ sk }) => sk === 'M');
    if (revision === undefined) return null;
    const license = placeShards(readLicense(id, item, revision), items);
    return {
      license,
      details: details === undefined ? null : readDetails(details),
      entries: readOptionalNumber(item, 'c') ?? 0,
    };
  }

  /** The same licenses with the counters of their large classes; another round trip only for those that have any. */
  async withShards(licenses: ReadonlyMap<string, License>): Promise<ReadonlyMap<string, License>> {
    const complete = await Promise.all([...licenses.values()].map((license) => this.readShards(license)));
    return new Map(complete.map((license) => [license.id, license]));
  }

  private async readShards(license: License): Promise<License> {
    if (!lacksShards(license)) return license;
    const items = await readAll(this.database, { pk: licenseKey(license.id).pk, prefix: 'N#', strong: true });
    return placeShards(license, items);
  }

  /** The license with the seats in use of its large classes, which may be a minute old (R4.6). */
  async withRecentCounts(license: License, now: Instant): Promise<License> {
    const large = Object.entries(license.seats).filter(([, { sharded, shards }]) => sharded && shards.length === 0);
    if (large.length === 0) return license;
    let counts = this.counts.get(license.id, now);
    if (counts === undefined) {
      const { seats } = await this.readShards(license);
      counts = Object.fromEntries(
        Object.entries(seats).map(([name, { shards }]) => [name, shards.reduce((sum, { used }) => sum + used, 0)]),
      );
      this.counts.set(license.id, counts, now);
    }
    const known = counts;
    const seats = large.map(([name, pool]): [string, SeatPool] => {
      return [name, { ...pool, counter: { ...pool.counter, used: known[name] ?? 0 } }];
    });
    return { ...license, seats: { ...license.seats, ...Object.fromEntries(seats) } };
  }

  /** What only operators see of a license. */
  async readDetails(id: string): Promise<LicenseDetails | null> {
    const item = (await readItems(this.database, [detailsKey(id)], true)).get(detailsKey(id));
    return item === undefined ? null : readDetails(item);
  }
}

/** Whether a license counts a class in shards that have not been read. */
function lacksShards(license: License): boolean {
  return Object.values(license.seats).some(({ sharded, shards }) => sharded && shards.length === 0);
}

function placeShards(license: License, items: readonly (PlainItem & Key)[]): License {
  if (!Object.values(license.seats).some(({ sharded }) => sharded)) return license;
  const seats = Object.entries(license.seats).map(([seatClass, pool]): [string, SeatPool] => {
    const shards = items.filter(({ sk }) => sk.startsWith(`N#${seatClass}#`)).map(readShard);
    return [seatClass, pool.sharded ? { ...pool, shards } : pool];
  });
  return { ...license, seats: Object.fromEntries(seats) };
}

/** Where a code may be found: under the current pepper and the previous one. */
export function codeKeys(hashes: readonly PepperedHash[]): readonly Key[] {
  return hashes.map(({ version, hash }) => codeKey(version, hash));
}

/** The entry of a code among items that were read together, or null. */
export function findCode(items: Items, hashes: readonly PepperedHash[]): CodeEntry | null {
  for (const { version, hash } of hashes) {
    const item = items.get(codeKey(version, hash));
    if (item !== undefined) return toCodeEntry(item, version);
  }
  return null;
}

function toCodeEntry(item: PlainItem, pepperVersion: number): CodeEntry {
  return { license: readText(item, 'l'), codeVersion: readNumber(item, 'v'), pepperVersion };
}
