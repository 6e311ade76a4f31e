import type { Context, SQSEvent } from 'aws-lambda';
import { openMailQueue } from '../runtime/mail-queue.ts';
import { openSweepQueue } from '../runtime/sweep-queue.ts';
import { currentKeyless } from '../service.ts';
import { partitions } from '../store/keys.ts';
import { readWaitingMails } from '../store/mail-outbox.ts';
import { type SweepReport, sweep } from './sweep.ts';

const service = currentKeyless();
const queue = openSweepQueue(process.env);
const mailQueue = openMailQueue(process.env);

/** What starts a sweep: the schedule, or a queued message that names partitions which an earlier one did not finish. */
type SweepEvent = Partial<SQSEvent>;

/** The scheduled sweep (R13). */
export async function handler(event: SweepEvent, context: Context): Promise<SweepReport> {
  const named = event.Records?.flatMap(({ body }) => (JSON.parse(body) as { partitions: string[] }).partitions);
  const report = await sweep(service, {
    now: service.clock(),
    requestId: context.awsRequestId,
    partitions: named ?? partitions('DUE'),
    remainingTime: () => context.getRemainingTimeInMillis(),
  });
  const { changed: count, remaining, unfinished, oldestDueSeconds } = report;
  service.log(unfinished.length > 0 ? 'sweep.incomplete' : 'sweep.completed', { count, remaining, oldestDueSeconds });
  // What is handed over is due all the same, so the next scheduled run finds it should a message be lost.
  await queue.handOver(unfinished);
  // A mail whose queue was not told, or whose sender has died, would else wait for the next one.
  const [oldest] = await readWaitingMails(service.ledger, 1);
  if (oldest !== undefined) await mailQueue.wake(service.log, context.awsRequestId);
  return report;
}
