import { nextTry } from '../core/delivery.ts';
import { openEnvelope } from '../runtime/envelope.ts';
import type { Service } from '../service.ts';
import { giveUp } from '../store/dead-letters.ts';
import {
  CLAIMED_FOR,
  claimQueue,
  type Delivery,
  dropDelivery,
  postpone,
  type QueueHead,
  type QueueName,
  readDeliveries,
  rest,
} from '../store/hook-queue.ts';
import { readWebhook, type Webhook } from '../store/webhooks.ts';
import { type Failure, post } from './post.ts';
import type { Receiver } from './receiver.ts';
import { signDelivery } from './sign.ts';

export interface DeliveryContext {
  readonly service: Service;
  /** Receivers on this machine are in order. */
  readonly local: boolean;
  /** What this run knows of the receiver. */
  readonly receiver: Receiver;
}

const PAGE = 25;
/** A worker gives a queue back well before its claim runs out. */
const MAX_HOLD = CLAIMED_FOR / 3;

/**
 * Sends what a queue holds, one after the other: what fails holds back what is behind it, until it is taken or given up
 * (R14.2).
 * @returns how many were taken
 */
export async function deliverQueue(context: DeliveryContext, name: QueueName): Promise<number> {
  const { service, receiver } = context;
  const { ledger } = service;
  let head = await claimQueue(ledger, name, service.clock());
  if (head === null) return 0;
  const webhook = await readWebhook(ledger, name.webhook);
  const begun = performance.now();
  let taken = 0;
  while (head !== null) {
    const deliveries = await readDeliveries(ledger, name, PAGE);
    if (deliveries.length === 0) {
      head = await rest(ledger, head);
      continue;
    }
    for (const delivery of deliveries) {
      const outcome = await deliver(context, webhook, head, delivery);
      if (outcome === null) return taken;
      if (outcome.taken) taken += 1;
      head = outcome.head;
      if (performance.now() - begun > MAX_HOLD || receiver.isOverTime()) {
        await postpone(ledger, head, service.clock());
        return taken;
      }
    }
  }
  return taken;
}

interface Outcome {
  readonly head: QueueHead;
  readonly taken: boolean;
}

/** Sends the first delivery of a queue. @returns null when the queue must wait */
async function deliver(
  { service, local, receiver }: DeliveryContext,
  webhook: Webhook | null,
  head: QueueHead,
  delivery: Delivery,
): Promise<Outcome | null> {
  const { ledger, clock, log } = service;
  const { sequence, eventId, queuedAt } = delivery;
  const done = { ...head, tries: 0, doneTo: Math.max(head.doneTo, sequence) };
  // What was delivered before and comes once more from a publisher that died in between, or belongs to no webhook.
  if (webhook === null || (sequence <= head.doneTo && !delivery.replayed)) {
    await dropDelivery(ledger, delivery);
    return { head: done, taken: false };
  }
  const failure = await receiver.attempt(() => send(service, webhook, delivery, local));
  const fields = { webhookId: webhook.id, licenseId: delivery.license, eventId };
  if (failure === null) {
    await dropDelivery(ledger, delivery);
    log('webhook.delivered', fields);
    return { head: done, taken: true };
  }
  const now = clock();
  const tries = head.tries + 1;
  const again = nextTry({ tries, queuedAt, now, jitter: Math.random() });
  if (again !== null) {
    log('webhook.failed', { ...fields, attempt: tries, failure });
    await postpone(ledger, { ...head, tries }, again);
    return null;
  }
  log('webhook.given_up', { ...fields, attempt: tries, failure });
  await giveUp(ledger, delivery, { now, failure });
  return { head: done, taken: false };
}

async function send(service: Service, webhook: Webhook, delivery: Delivery, local: boolean): Promise<Failure> {
  const secret = openEnvelope(await service.secrets(), 'webhook-secret', webhook.id, webhook.sealedSecret);
  // Receivers compare with their own clocks, so this is the machine's and never an adjusted one.
  const headers = signDelivery(secret, { id: delivery.eventId, body: delivery.body, at: Date.now() });
  return post({ url: webhook.url, headers, body: delivery.body, local });
}
