import type { Failure } from './post.ts';

/** Failures in a row after which a receiver counts as dead for the rest of a run. */
const MOST_FAILURES = 3;

/** For how long one run bothers with one receiver, in milliseconds. */
const MOST_TIME = 15_000;

/**
 * What a run knows of a receiver. One that does not answer has many queues, and waiting for its time-out in each would
 * keep other receivers waiting: after some failures in a row the others of its queues fail unheard and are tried later.
 */
export class Receiver {
  private failures = 0;
  private readonly begun = performance.now();
  private readonly isRunOver: () => boolean;

  constructor(isRunOver: () => boolean) {
    this.isRunOver = isRunOver;
  }

  /** Makes a try, unless the receiver is dead. */
  async attempt(send: () => Promise<Failure>): Promise<Failure> {
    if (this.failures >= MOST_FAILURES) return 'receiver not answering';
    const failure = await send();
    this.failures = failure === null ? 0 : this.failures + 1;
    return failure;
  }

  /** Whether this run has had its time for this receiver. */
  isOverTime(): boolean {
    return this.isRunOver() || performance.now() - this.begun > MOST_TIME;
  }
}
