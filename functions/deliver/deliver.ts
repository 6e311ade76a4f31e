import { describeFault } from '../runtime/log.ts';
import type { Service } from '../service.ts';
import { type DueItem, type DuePage, readDue } from '../store/due.ts';
import { type QueueName, queueOf } from '../store/hook-queue.ts';
import { partitions } from '../store/keys.ts';
import { forEachAtMost } from '../store/parallel.ts';
import { deliverQueue } from './deliver-queue.ts';
import { Receiver } from './receiver.ts';

export interface DeliverRequest {
  /** Tells the milliseconds left; a run stops in good order before they are over. */
  readonly remainingTime: () => number;
  /** Receivers on this machine, and plain http, are in order: in the local service alone. */
  readonly local?: boolean;
}

/** What a run delivered. */
export interface DeliverReport {
  readonly delivered: number;
  /** Partitions of the due index that were not finished. */
  readonly unfinished: readonly string[];
}

const PAGE = 200;
const PARTITIONS_AT_ONCE = 8;
const RECEIVERS_AT_ONCE = 8;
const QUEUES_OF_A_RECEIVER_AT_ONCE = 4;
const TIME_KEPT_BACK = 12_000;

/** One run over queues; receivers are remembered across its pages. */
class Run {
  delivered = 0;
  private readonly service: Service;
  private readonly request: DeliverRequest;
  private readonly receivers = new Map<string, Receiver>();

  constructor(service: Service, request: DeliverRequest) {
    this.service = service;
    this.request = request;
  }

  isOver(): boolean {
    return this.request.remainingTime() < TIME_KEPT_BACK;
  }

  async visit(queues: readonly QueueName[]): Promise<void> {
    const groups = Map.groupBy(queues, ({ webhook }) => webhook);
    await forEachAtMost([...groups], RECEIVERS_AT_ONCE, async ([webhook, names]) => {
      const receiver = this.receivers.get(webhook) ?? new Receiver(() => this.isOver());
      this.receivers.set(webhook, receiver);
      await forEachAtMost(names, QUEUES_OF_A_RECEIVER_AT_ONCE, (name) => this.visitQueue(name, receiver));
    });
  }

  private async visitQueue(name: QueueName, receiver: Receiver): Promise<void> {
    if (receiver.isOverTime()) return;
    const { service, request } = this;
    try {
      const taken = await deliverQueue({ service, local: request.local ?? false, receiver }, name);
      this.delivered += taken;
    } catch (fault) {
      // One queue must not keep the others waiting; it is due again when its claim has run out.
      service.log('webhook.queue_failed', {
        webhookId: name.webhook,
        licenseId: name.license,
        ...describeFault(fault),
      });
    }
  }
}

/** Delivers what some queues hold, if they are due: what a publisher has just filled. */
export async function deliverQueues(
  service: Service,
  request: DeliverRequest,
  queues: readonly QueueName[],
): Promise<DeliverReport> {
  const run = new Run(service, request);
  await run.visit(queues);
  return { delivered: run.delivered, unfinished: [] };
}

/**
 * Delivers everything that is due, whether or not anybody has told of it. The local service calls it after publishing:
 * `await deliverAll(service, { remainingTime: () => 60_000, local: true })`.
 */
export async function deliverAll(service: Service, request: DeliverRequest): Promise<DeliverReport> {
  const run = new Run(service, request);
  const unfinished: string[] = [];
  await forEachAtMost(partitions('HOOK'), PARTITIONS_AT_ONCE, async (partition) => {
    let after: DueItem | null = null;
    do {
      if (run.isOver()) {
        unfinished.push(partition);
        return;
      }
      const page: DuePage = await readDue(service.ledger, partition, service.clock(), {
        limit: PAGE,
        after,
      });
      await run.visit(page.items.map(queueOf));
      after = page.next;
    } while (after !== null);
  });
  return { delivered: run.delivered, unfinished };
}
