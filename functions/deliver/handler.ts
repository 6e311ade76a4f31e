import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { currentService } from '../service.ts';
import type { QueueName } from '../store/hook-queue.ts';
import { type DeliverReport, deliverAll, deliverQueues } from './deliver.ts';

const service = currentService();

/** What starts a run: messages that name queues which a publisher has filled, or the schedule, which looks for due ones. */
type DeliverEvent = Partial<SQSEvent>;

/**
 * Delivers webhooks (R14.2). A message only wakes: what waits is in the table, so that a lost or doubled one matters not,
 * and none is ever given back to its queue.
 */
export async function handler(event: DeliverEvent, context: Context): Promise<DeliverReport & SQSBatchResponse> {
  const request = { remainingTime: () => context.getRemainingTimeInMillis() };
  const named = event.Records?.flatMap(({ body }) => readQueues(body));
  const report =
    named === undefined ? await deliverAll(service, request) : await deliverQueues(service, request, unique(named));
  const { delivered: count, unfinished } = report;
  service.log(unfinished.length > 0 ? 'deliver.incomplete' : 'deliver.completed', {
    count,
    remaining: unfinished.length,
  });
  return { ...report, batchItemFailures: [] };
}

function readQueues(body: string): readonly QueueName[] {
  const { queues } = JSON.parse(body) as { readonly queues: readonly QueueName[] };
  return queues;
}

function unique(names: readonly QueueName[]): readonly QueueName[] {
  return [...new Map(names.map((name) => [`${name.webhook} ${name.license}`, name])).values()];
}
