import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Call, canBefall, FAULTS, type Fault, inflict, intercept, Killed, type Sent } from './faults.ts';

/** A process: once it is killed, nothing that it still wants of the database happens. */
interface Process {
  dead: boolean;
  faults: number;
  /** It has given up a write that is still under way. */
  doubt: boolean;
}

/** Longest time, in milliseconds, after which a write lands that its sender has given up. */
const LATEST = 60;

/** Lets calls fail at random, in all the ways of the fault model. */
export class RandomFaults {
  /** Share of calls that fail. */
  rate = 0;
  calls = 0;
  inflicted = 0;
  /** Processes that were killed. */
  killed = 0;
  private readonly processes = new AsyncLocalStorage<Process>();
  private readonly late = new Set<Promise<unknown>>();
  private readonly random: () => number;
  private readonly faults: readonly Fault[];

  /**
   * @param random numbers from 0 to below 1
   * @param faults what may happen to a call
   */
  constructor(client: DynamoDBClient, random: () => number, faults: readonly Fault[] = FAULTS) {
    this.random = random;
    this.faults = faults;
    intercept(client, 'random-faults', (call) => this.pass(call));
  }

  /** Does work as a process of its own. @returns also whether a call met a fault, whether it gave up a write, and whether it was killed */
  async run<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly disturbed: boolean; readonly doubt: boolean; readonly dead: boolean }> {
    const process = { dead: false, faults: 0, doubt: false };
    const result = await this.processes.run(process, work);
    return { result, disturbed: process.faults > 0, doubt: process.doubt, dead: process.dead };
  }

  /** No more faults; whatever was under way has landed. */
  async end(): Promise<void> {
    this.rate = 0;
    while (this.late.size > 0) await Promise.all(this.late);
  }

  private pass(call: Call): Promise<Sent> {
    const process = this.processes.getStore();
    if (process?.dead) return Promise.reject(new Killed());
    this.calls += 1;
    if (process === undefined || this.random() >= this.rate) return call.send();
    const possible = this.faults.filter((one) => canBefall(one, call.command));
    const fault = possible[Math.floor(this.random() * possible.length)];
    if (fault === undefined) return call.send();
    this.inflicted += 1;
    process.faults += 1;
    const later = (work: () => Promise<unknown>) => {
      process.doubt = true;
      this.landLater(work);
    };
    return inflict(fault, call, later).catch((error: unknown) => {
      if (error instanceof Killed && !process.dead) {
        process.dead = true;
        this.killed += 1;
      }
      throw error;
    });
  }

  private landLater(work: () => Promise<unknown>): void {
    const landing: Promise<unknown> = pause(this.random() * LATEST)
      .then(work)
      .catch(() => undefined)
      .finally(() => this.late.delete(landing));
    this.late.add(landing);
  }
}
