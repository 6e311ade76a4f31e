import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '../runtime/unavailable.ts';

/** Names of errors that pass by themselves: the request may be sent again. */
const PASSING = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'RequestTimeout',
]);

/** Node's names of connections that broke. */
const BROKEN = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

/** What was read has changed before it could be written: load and decide again. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/** Another transaction was under way on the same items: the same as stale, after a pause. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** How long an operation may go on trying, in milliseconds: API Gateway ends a request after 30 s. */
const BUDGET = 15_000;
const FIRST_PAUSE = 8;
const LONGEST_PAUSE = 400;

/**
 * Loads, decides and writes again until nobody interferes, with jitter, within a time budget. Every try reads strongly
 * but the first, since whatever failed has shown that the first read was old (R2.8).
 * @throws Unavailable when the budget is spent
 */
export async function withRetries<T>(attempt: (strong: boolean) => Promise<T>, elapsed = performance): Promise<T> {
  const start = elapsed.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt(tries > 0);
    } catch (fault) {
      if (!passes(fault)) throw fault;
      if (elapsed.now() - start > BUDGET) throw new Unavailable('the database stayed busy', 1, { cause: fault });
      const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(tries, 10));
      await pause(Math.random() * longest);
    }
  }
}

/** Whether an error is one that a later try may not meet. */
export function passes(fault: unknown): boolean {
  if (fault instanceof Stale || fault instanceof Conflict) return true;
  if (!(fault instanceof Error)) return false;
  const code = 'code' in fault ? String(fault.code) : '';
  return PASSING.has(fault.name) || BROKEN.has(code);
}
