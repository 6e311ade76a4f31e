import type { Failure } from './post.ts';

/** Failures in a row after which a receiver counts as dead for the rest of a run. */
const MAX_FAILURES = 3;

/** Requests that one receiver gets at a time from one run. */
const MAX_AT_ONCE = 4;

/** For how long one run bothers with one receiver, in milliseconds. */
const MAX_TIME = 15_000;

/**
 * What a run knows of a receiver. One that does not answer has many queues, and waiting for its time-out in each would
 * keep other receivers waiting: after some failures in a row the others of its queues fail unheard and are tried later.
 */
export class Receiver {
  private failures = 0;
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly begun = performance.now();
  private readonly isRunOver: () => boolean;

  constructor(isRunOver: () => boolean) {
    this.isRunOver = isRunOver;
  }

  /** Makes a try when it is its turn, unless the receiver is dead by then. */
  async attempt(send: () => Promise<Failure>): Promise<Failure> {
    if (this.underWay >= MAX_AT_ONCE) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
    this.underWay += 1;
    try {
      if (this.failures >= MAX_FAILURES) return 'receiver not answering';
      const failure = await send();
      this.failures = failure === null ? 0 : this.failures + 1;
      return failure;
    } finally {
      this.underWay -= 1;
      this.waiting.shift()?.();
    }
  }

  /** Whether this run has had its time for this receiver. */
  isOverTime(): boolean {
    return this.isRunOver() || performance.now() - this.begun > MAX_TIME;
  }
}
