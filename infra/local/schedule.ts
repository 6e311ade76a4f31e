import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/** A function that the scheduler calls. */
type ScheduledHandler<R> = (event: object, context: Context) => Promise<R>;

/** Longest run of a scheduled function here, in milliseconds; the same as in the cloud. */
const MAX_RUN = 60_000;

/** Calls a scheduled function once, as the cloud's scheduler does. */
export function callScheduled<R>(handler: ScheduledHandler<R>): Promise<R> {
  const deadline = performance.now() + MAX_RUN;
  const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => deadline - performance.now() };
  return handler({ source: 'aws.scheduler' }, context as Context);
}

/** Runs a task every so many seconds of the machine's clock, never twice at once. @returns stops it */
export function every(seconds: number, task: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const tick = () => {
    if (busy) return;
    busy = true;
    running = task()
      .catch((fault: unknown) => console.error('scheduled task failed:', fault instanceof Error ? fault.name : fault))
      .finally(() => {
        busy = false;
      });
  };
  const timer = seconds > 0 ? setInterval(tick, seconds * 1000) : undefined;
  return async () => {
    clearInterval(timer);
    await running;
  };
}
