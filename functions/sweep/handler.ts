import type { Context, SQSEvent } from 'aws-lambda';
import { currentService } from '../service.ts';
import { partitions } from '../store/keys.ts';
import { type SweepReport, sweep } from './sweep.ts';

const service = currentService();

/** What starts a sweep: the schedule, or a queued message that names partitions which an earlier one did not finish. */
type SweepEvent = Partial<SQSEvent>;

/** The scheduled sweep (R13). */
export async function handler(event: SweepEvent, context: Context): Promise<SweepReport> {
  const named = event.Records?.flatMap(({ body }): string[] => JSON.parse(body).partitions);
  const report = await sweep(service, {
    now: service.clock(),
    requestId: context.awsRequestId,
    partitions: named ?? partitions('DUE'),
    remainingTime: () => context.getRemainingTimeInMillis(),
  });
  const { changed: count, remaining, unfinished } = report;
  service.log(unfinished.length > 0 ? 'sweep.incomplete' : 'sweep.completed', { count, remaining });
  return report;
}
