import type { EventType } from '../core/event.ts';
import { earliest, type Instant, SECOND } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import { describeFault } from '../runtime/log.ts';
import type { KeylessService } from '../service.ts';
import { type DueItem, type DuePage, dueInstant, readDue } from '../store/due.ts';
import { freeDueSeat } from './free-seat.ts';
import { visitLicense } from './visit-license.ts';

/** What a sweep did (R13). `remaining` counts what it knows to be still due: items that failed, partitions not finished. */
export interface SweepReport {
  readonly examined: number;
  readonly changed: number;
  readonly remaining: number;
  readonly byKind: Readonly<Partial<Record<EventType, number>>>;
  /** Partitions of the due index that were not finished. */
  readonly unfinished: readonly string[];
  /** For how many seconds the oldest item had been due when it was found; 0 when nothing was due. */
  readonly oldestDueSeconds: number;
}

export interface SweepRequest {
  readonly now: Instant;
  readonly requestId: string;
  readonly partitions: readonly string[];
  /** Tells the milliseconds left; the sweep stops in good order before they are over. */
  readonly remainingTime: () => number;
}

const LICENSE = 'L#';
const PAGE = 100;
/** Items that are worked on at once in a partition, and partitions at once: what two cores and one client bear. */
const WORKERS = 8;
const PARTITIONS_AT_ONCE = 8;
const TIME_KEPT_BACK = 5000;

class Progress {
  examined = 0;
  changed = 0;
  readonly failed = new Set<string>();
  readonly byKind: Partial<Record<EventType, number>> = {};
  readonly unfinished = new Set<string>();
  oldestDue: Instant | null = null;

  count(type: EventType): void {
    this.byKind[type] = (this.byKind[type] ?? 0) + 1;
  }
}

/**
 * Visits everything that is due (R13.1): reads only what is due, each item under its own conditions, so that two sweeps at
 * once, one that is killed, or one that comes months late change nothing twice and skip nothing. It goes round again
 * while a round has changed something: a take-over may make its reserve due at once, in another partition.
 */
export async function sweep(service: KeylessService, request: SweepRequest): Promise<SweepReport> {
  const progress = new Progress();
  let before: number;
  do {
    before = progress.changed;
    await sweepRound(service, request, progress);
  } while (progress.changed > before && progress.unfinished.size === 0);
  const { examined, changed, failed, byKind, unfinished, oldestDue } = progress;
  return {
    examined,
    changed,
    remaining: failed.size + unfinished.size,
    byKind,
    unfinished: [...unfinished],
    oldestDueSeconds: oldestDue === null ? 0 : Math.round((request.now - oldestDue) / SECOND),
  };
}

async function sweepRound(service: KeylessService, request: SweepRequest, progress: Progress): Promise<void> {
  const queue = [...request.partitions];
  const work = async () => {
    for (let partition = queue.shift(); partition !== undefined; partition = queue.shift()) {
      await sweepPartition(service, request, partition, progress);
    }
  };
  await Promise.all(Array.from({ length: PARTITIONS_AT_ONCE }, work));
}

async function sweepPartition(
  service: KeylessService,
  request: SweepRequest,
  partition: string,
  progress: Progress,
): Promise<void> {
  let after: DueItem | null = null;
  do {
    if (request.remainingTime() < TIME_KEPT_BACK) {
      progress.unfinished.add(partition);
      return;
    }
    const page: DuePage = await readDue(service.ledger, partition, request.now, {
      limit: PAGE,
      after,
    });
    const [oldest] = page.items;
    if (oldest !== undefined) progress.oldestDue = earliest(progress.oldestDue, dueInstant(oldest));
    await visitAll(service, request, page.items, progress);
    after = page.next;
  } while (after !== null);
}

/** Visits a page of due items, several at once. */
async function visitAll(
  service: KeylessService,
  request: SweepRequest,
  items: readonly DueItem[],
  progress: Progress,
): Promise<void> {
  const queue = items.filter((item) => !progress.failed.has(nameOf(item)));
  const known = await readLicensesOf(service, queue);
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      progress.examined += 1;
      try {
        if (await visitItem(service, request, item, known, progress)) progress.changed += 1;
      } catch (fault) {
        // One item must not keep the others waiting; it stays due.
        progress.failed.add(nameOf(item));
        const { requestId } = request;
        service.log('sweep.item_failed', { requestId, licenseId: licenseOf(item), ...describeFault(fault) });
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

/** Of a license itself, `L#<license>`, or of a seat of it, `S#<license>`. */
function licenseOf({ pk }: DueItem): string {
  return pk.slice(pk.indexOf('#') + 1);
}

function nameOf({ pk, sk }: DueItem): string {
  return `${pk} ${sk}`;
}

/**
 * The licenses of a page in one request instead of one each; a third of the work of a sweep (docs/benchmarks.md). When it
 * fails each is read by itself.
 */
async function readLicensesOf(
  service: KeylessService,
  items: readonly DueItem[],
): Promise<ReadonlyMap<string, License>> {
  const ids = items.filter(({ pk }) => pk.startsWith(LICENSE)).map(licenseOf);
  return service.licenses.read(ids, true).catch(() => new Map());
}

async function visitItem(
  service: KeylessService,
  request: SweepRequest,
  item: DueItem,
  known: ReadonlyMap<string, License>,
  progress: Progress,
): Promise<boolean> {
  const authorship = { actor: 'sweep', requestId: request.requestId, now: request.now };
  const count = ({ events }: { readonly events: readonly { readonly type: EventType }[] }) => {
    for (const { type } of events) progress.count(type);
  };
  if (item.pk.startsWith('S#')) return freeDueSeat(service, item, authorship, count);
  const id = licenseOf(item);
  return visitLicense(service, id, authorship, count, known.get(id));
}
