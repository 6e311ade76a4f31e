import { setTimeout as pause } from 'node:timers/promises';
import { isTransient, Unavailable } from '../runtime/unavailable.ts';

/** What was read has changed before it could be written: load and decide again. */
export class Stale extends Unavailable {
  override readonly name = 'Stale';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 1, options);
  }
}

/** Another transaction was under way on the same items: the same as stale, after a pause. */
export class Conflict extends Unavailable {
  override readonly name = 'Conflict';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 1, options);
  }
}

/**
 * How long an operation may begin new tries, in milliseconds. Together with a last try that meets a dead database it ends
 * within the time of a function that somebody waits for, and that within the 29 s of API Gateway (docs/decisions.md).
 */
export const RETRY_BUDGET = 12_000;
const FIRST_PAUSE = 8;

let budget = RETRY_BUDGET;

/**
 * Lets operations of this process try longer. For the local service: there all requests share one process, so that what
 * takes long is the queue for the processor, and no gateway waits for an answer.
 * @param milliseconds how long an operation may begin new tries
 */
export function allowRetriesFor(milliseconds: number): void {
  budget = milliseconds;
}

export const MAX_PAUSE = 400;

/** What retries need of time; tests bring their own. */
export interface RetryTime {
  /** Milliseconds from some fixed point. */
  now(): number;
  pause(milliseconds: number): Promise<unknown>;
}

const MACHINE: RetryTime = { now: () => performance.now(), pause };

/**
 * Loads, decides and writes again until nobody interferes, with jitter, within a time budget. Every try reads strongly
 * but the first, since whatever failed has shown that the first read was old (R2.8).
 * @throws Unavailable when the budget is spent
 */
export async function withRetries<T>(attempt: (strong: boolean) => Promise<T>, time = MACHINE): Promise<T> {
  const start = time.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt(tries > 0);
    } catch (fault) {
      if (!isTransient(fault)) throw fault;
      const longest = Math.min(MAX_PAUSE, FIRST_PAUSE * 2 ** Math.min(tries, 10));
      const wait = Math.random() * longest;
      if (time.now() - start + wait >= budget) {
        throw new Unavailable('the database stayed busy', 1, { cause: fault });
      }
      await time.pause(wait);
    }
  }
}
