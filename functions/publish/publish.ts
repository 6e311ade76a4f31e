import { earliest, type Instant } from '../core/instant.ts';
import { describeFault } from '../runtime/log.ts';
import type { KeylessService } from '../service.ts';
import { type DueItem, type DuePage, dueInstant, readDue } from '../store/due.ts';
import { type Key, partitions } from '../store/keys.ts';
import { forEachAtMost } from '../store/parallel.ts';
import { type Publishing, publishLicense } from './publish-license.ts';
import type { EventSink } from './sink.ts';
import { guardSink } from './sink-guard.ts';

export interface PublishRequest {
  readonly sinks: readonly EventSink[];
  /** Tells the milliseconds left; publishing stops in good order before they are over. */
  readonly remainingTime: () => number;
}

/** What a run of the publisher did. */
export interface PublishReport {
  readonly sealed: number;
  readonly published: number;
  /** Licenses of which a sink has not taken everything; it stays in the outbox for it. */
  readonly heldBack: ReadonlySet<string>;
  /** Licenses that met a fault, or that there was no time for. */
  readonly failed: ReadonlySet<string>;
  /** Partitions of the outbox that were not finished. */
  readonly unfinished: readonly string[];
  /** The instant of the oldest event that a run over the outbox has found in it; null when there was none. */
  readonly oldest: Instant | null;
}

const PAGE = 100;
const LICENSES_AT_ONCE = 16;
const PARTITIONS_AT_ONCE = 4;
const TIME_KEPT_BACK = 8000;
/** Later than anything: what waits in the outbox waits whatever instant it bears. */
const END_OF_TIME = 99_999_999_999_998;

class Progress {
  sealed = 0;
  published = 0;
  readonly heldBack = new Set<string>();
  readonly failed = new Set<string>();
  readonly unfinished = new Set<string>();
  oldest: Instant | null = null;
  /** Licenses that this run has been at: all of their entries were open to it, not only those that led there. */
  readonly visited = new Set<string>();
  readonly sinks: readonly EventSink[];

  constructor(sinks: readonly EventSink[]) {
    this.sinks = sinks.map((sink) => guardSink(sink));
  }

  report(): PublishReport {
    const { sealed, published, heldBack, failed, unfinished, oldest } = this;
    return { sealed, published, heldBack, failed, unfinished: [...unfinished], oldest };
  }
}

/** Publishes what some audit entries and those before them of the same licenses wait for: what a stream brings. */
export async function publishEntries(
  service: KeylessService,
  request: PublishRequest,
  entries: readonly Key[],
): Promise<PublishReport> {
  const progress = new Progress(request.sinks);
  await publishPage(service, request, entries, progress);
  return progress.report();
}

/**
 * Publishes all that is in the outbox, whether a stream has told of it or not. The local service calls it before it shows
 * what has left, and after each sweep: `await publishAll(service, { sinks, remainingTime: () => 60_000 })`. No function
 * that a customer waits for calls it.
 */
export async function publishAll(
  service: KeylessService,
  request: PublishRequest,
  outbox: readonly string[] = partitions('OUT'),
): Promise<PublishReport> {
  const progress = new Progress(request.sinks);
  await forEachAtMost(outbox, PARTITIONS_AT_ONCE, async (partition) => {
    let after: DueItem | null = null;
    do {
      if (request.remainingTime() < TIME_KEPT_BACK) {
        progress.unfinished.add(partition);
        return;
      }
      const page: DuePage = await readDue(service.ledger, partition, END_OF_TIME, {
        limit: PAGE,
        after,
      });
      const [first] = page.items;
      if (first !== undefined) progress.oldest = earliest(progress.oldest, dueInstant(first));
      await publishPage(service, request, page.items, progress);
      after = page.next;
    } while (after !== null);
  });
  return progress.report();
}

async function publishPage(
  service: KeylessService,
  { remainingTime }: PublishRequest,
  entries: readonly Key[],
  progress: Progress,
): Promise<void> {
  const { sinks } = progress;
  const publishing: Publishing = { database: service.ledger, sinks, log: service.log, now: service.clock };
  const licenses = [...groupByLicense(entries)].filter(([license]) => !progress.visited.has(license));
  await forEachAtMost(licenses, LICENSES_AT_ONCE, async ([license, named]) => {
    progress.visited.add(license);
    if (remainingTime() < TIME_KEPT_BACK) {
      progress.failed.add(license);
      return;
    }
    try {
      const outcome = await publishLicense(publishing, license, named);
      progress.sealed += outcome.sealed;
      progress.published += outcome.published;
      if (outcome.heldBack) progress.heldBack.add(license);
    } catch (fault) {
      // One license must not keep the others waiting; its entries stay in the outbox.
      progress.failed.add(license);
      service.log('publish.license_failed', { licenseId: license, ...describeFault(fault) });
    }
  });
}

const AUDIT = 'J#';

function groupByLicense(entries: readonly Key[]): ReadonlyMap<string, readonly Key[]> {
  const groups = new Map<string, Key[]>();
  for (const { pk, sk } of entries) {
    if (!pk.startsWith(AUDIT)) continue;
    const license = pk.slice(AUDIT.length);
    groups.set(license, [...(groups.get(license) ?? []), { pk, sk }]);
  }
  return groups;
}
