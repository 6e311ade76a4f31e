import { type Instant, SECOND } from '../core/instant.ts';
import { Expression } from './expression.ts';
import type { Write } from './transaction.ts';

/** How often something may happen within a window of time. */
export interface RateLimit {
  /** Tells limits apart; one name counts in one place. */
  readonly name: string;
  readonly most: number;
  /** Milliseconds. */
  readonly window: number;
}

/** When the window that holds `now` ends. */
export function windowEnd({ window }: RateLimit, now: Instant): Instant {
  return (Math.floor(now / window) + 1) * window;
}

/**
 * The write that counts one more by somebody (a keyed hash, never an address); it fails with `Stale` when that is one too
 * many (R12.3).
 */
export function countWrite(limit: RateLimit, by: string, now: Instant): Write {
  const end = windowEnd(limit, now);
  const expression = new Expression().add(['n'], 1).set(['ttl'], Math.ceil((end + limit.window) / SECOND));
  const count = expression.name(['n']);
  expression.demand(`(attribute_not_exists(${count}) OR ${count} < ${expression.value(limit.most)})`);
  return { update: { pk: `X#${limit.name}#${by}`, sk: String(end) }, expression };
}
