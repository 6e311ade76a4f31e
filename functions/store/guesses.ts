import { type Instant, SECOND } from '../core/instant.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { Unavailable } from '../runtime/unavailable.ts';
import type { Database } from './client.ts';
import { countWrite, type RateLimit, windowEnd } from './rate.ts';
import { Stale, withRetries } from './retry.ts';
import { transact } from './transaction.ts';

/** Milliseconds. */
const WINDOW = 600 * SECOND;

/** Blocked sources that a process remembers; each of them has cost its owner a whole window of failures. */
const MAX_REMEMBERED = 10_000;

/**
 * Counts unknown codes and tokens by source (a keyed hash of its address), and refuses a source that has tried too many
 * within a window. A success reads nothing for it: the count is written when a code is unknown, and the write that finds
 * the window full is what tells that the source is blocked. From then on this process refuses it without the table, and
 * another process admits one try and finds out as well. Nothing is counted by code: that would let anybody lock out its
 * owner.
 */
export class Guesses {
  private readonly database: Database;
  private readonly limit: RateLimit;
  private readonly blocked = new Map<string, Instant>();

  /** @param most unknown codes of one source in a window */
  constructor(database: Database, most: number) {
    this.database = database;
    this.limit = { name: 'unknown', most, window: WINDOW };
  }

  /**
   * Answers somebody who names a code, and counts when it is unknown.
   * @param isGuess tells from the answer whether the code was unknown
   */
  async guard<T>(
    source: string,
    now: Instant,
    respond: () => Promise<T | Refusal>,
    isGuess: (answer: T | Refusal) => boolean,
  ): Promise<T | Refusal> {
    const blocked = this.check(source, now);
    if (blocked !== null) return blocked;
    const answer = await respond();
    return isGuess(answer) ? ((await this.note(source, now)) ?? answer) : answer;
  }

  /** `rate_limited` when this process knows that the source is blocked; costs nothing. */
  private check(source: string, now: Instant): Refusal | null {
    const until = this.blocked.get(source);
    // A clock that was set back has ended the window as well.
    return until !== undefined && until > now && until - now <= WINDOW ? this.refuseUntil(until, now) : null;
  }

  /**
   * Counts an unknown code.
   * @returns `rate_limited` when it is one too many
   */
  private async note(source: string, now: Instant): Promise<Refusal | null> {
    try {
      const full = await withRetries(() => this.count(source, now));
      if (!full) return null;
    } catch (fault) {
      // Whoever typed a wrong code shall hear that, however busy the table is.
      if (fault instanceof Unavailable) return null;
      throw fault;
    }
    const until = windowEnd(this.limit, now);
    if (this.blocked.size >= MAX_REMEMBERED) this.blocked.clear();
    this.blocked.set(source, until);
    return this.refuseUntil(until, now);
  }

  /** @returns whether the window was full: then nothing is written */
  private async count(source: string, now: Instant): Promise<boolean> {
    try {
      await transact(this.database, [countWrite(this.limit, source, now)]);
      return false;
    } catch (fault) {
      if (fault instanceof Stale) return true;
      throw fault;
    }
  }

  private refuseUntil(until: Instant, now: Instant): Refusal {
    return refuse('rate_limited', { retryAfter: Math.ceil((until - now) / SECOND) });
  }
}
