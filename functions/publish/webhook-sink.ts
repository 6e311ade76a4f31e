import { wants } from '../core/delivery.ts';
import { describeFault } from '../runtime/log.ts';
import type { KeylessService } from '../service.ts';
import { type Delivery, enqueue, type QueueName } from '../store/hook-queue.ts';
import { listWebhooks } from '../store/webhooks.ts';
import type { PublishedEvent } from './outgoing.ts';
import type { EventSink } from './sink.ts';

/** Tells the delivering function that queues are due. What it misses is found by its schedule. */
export type WakeDeliveries = (queues: readonly QueueName[]) => Promise<void>;

/**
 * Puts events into the queues of the webhooks that want them: in the table, where they wait for their receiver as long as
 * it takes, so that a dead one costs nobody anything (R14.2).
 */
export function createWebhookSink(
  { ledger, clock, log }: KeylessService,
  wake: WakeDeliveries = async () => {},
): EventSink {
  return {
    name: 'webhooks',
    send: async (events) => {
      const [first] = events;
      if (first === undefined) return;
      const woken: QueueName[] = [];
      for (const { id: webhook, events: filter } of await listWebhooks(ledger)) {
        const wanted = events.filter(({ type }) => wants(filter, type));
        if (wanted.length === 0) continue;
        const name = { webhook, license: first.licenseId };
        const now = clock();
        await enqueue(
          ledger,
          name,
          wanted.map((event) => toDelivery(name, event, now)),
          now,
        );
        woken.push(name);
      }
      try {
        if (woken.length > 0) await wake(woken);
      } catch (fault) {
        log('webhook.not_woken', describeFault(fault));
      }
    },
  };
}

/** The body has the parts that Standard Webhooks recommends; `data` is the whole event. */
function toDelivery(name: QueueName, event: PublishedEvent, queuedAt: number): Delivery {
  const body = JSON.stringify({ type: event.type, timestamp: event.at, data: event });
  return { ...name, sequence: event.sequence, eventId: event.id, body, queuedAt, replayed: false };
}
