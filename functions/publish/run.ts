import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { type Instant, SECOND } from '../core/instant.ts';
import type { KeylessService } from '../service.ts';
import type { Key } from '../store/keys.ts';
import { publishAll, publishEntries } from './publish.ts';
import type { EventSink } from './sink.ts';

/** What starts a run: new audit entries that the table's stream brings, or the schedule, which looks for left-overs. */
export type PublishEvent = Partial<DynamoDBStreamEvent>;

/**
 * Seals the audit and sends events out (R14). The stream is told of faults alone, and brings those entries again. What a
 * sink has refused waits in the outbox for the schedule, so that it keeps no other license's events waiting in the stream.
 */
export async function runPublisher(
  service: KeylessService,
  sinks: readonly EventSink[],
  event: PublishEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<DynamoDBBatchResponse> {
  const request = { sinks, remainingTime: () => context.getRemainingTimeInMillis() };
  const records = event.Records;
  const keys = records?.map(keyOf).filter((key) => key !== null);
  const report = keys === undefined ? await publishAll(service, request) : await publishEntries(service, request, keys);
  const { published: count, heldBack, failed, unfinished } = report;
  const remaining = heldBack.size + failed.size + unfinished.length;
  const oldestOutboxSeconds = keys === undefined ? secondsSince(report.oldest, service.clock()) : undefined;
  service.log(remaining > 0 ? 'publish.incomplete' : 'publish.completed', { count, remaining, oldestOutboxSeconds });
  const failures = (records ?? []).filter((record) => failed.has(keyOf(record)?.pk.slice('J#'.length) ?? ''));
  return { batchItemFailures: failures.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' })) };
}

function secondsSince(instant: Instant | null, now: Instant): number {
  return instant === null ? 0 : Math.max(0, Math.round((now - instant) / SECOND));
}

function keyOf({ dynamodb }: DynamoDBRecord): Key | null {
  const { pk, sk } = dynamodb?.Keys ?? {};
  return pk?.S === undefined || sk?.S === undefined ? null : { pk: pk.S, sk: sk.S };
}
