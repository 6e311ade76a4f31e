import type { Instant } from '../core/instant.ts';
import type { Database } from './client.ts';
import { FreshCache } from './fresh-cache.ts';
import type { Key } from './keys.ts';
import { readItems } from './read.ts';
import type { Write } from './transaction.ts';

const KEY: Key = { pk: 'IMPORTS', sk: 'IMPORTS' };
const FRESH = 60_000;

/**
 * Knows whether keys of other formats were ever imported: while none were, a malformed code costs no look-up (R1.4). Asks
 * the table at most once a minute until there are some.
 */
export class ImportMarker {
  private readonly database: Database;
  private readonly absent = new FreshCache<true>(FRESH);
  private present = false;

  constructor(database: Database) {
    this.database = database;
  }

  /** Whether this process knows of imports. */
  get known(): boolean {
    return this.present;
  }

  async exists(now: Instant): Promise<boolean> {
    if (this.present) return true;
    if (this.absent.get('', now)) return false;
    this.present = (await readItems(this.database, [KEY], true)).get(KEY) !== undefined;
    if (!this.present) this.absent.set('', true, now);
    return this.present;
  }

  /** The write that belongs to every import; to be told with `noticed`. */
  mark(): Write {
    return { put: KEY, item: {} };
  }

  /** An import has been written by this process. */
  noticed(): void {
    this.present = true;
  }
}
