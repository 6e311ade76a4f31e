import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Call, canBefall, type Fault, inflict, intercept, Killed, type Sent } from './faults.ts';

/** Lets one fault happen at one call, counted from when it was planned. */
export class PlannedFault {
  /** Commands of the calls since the plan was made, in their order. */
  readonly commands: string[] = [];
  private plan: { readonly at: number; readonly fault: Fault } | null = null;
  private watching = false;
  private dead = false;
  private late: (() => Promise<unknown>)[] = [];

  constructor(client: DynamoDBClient) {
    intercept(client, 'planned-fault', (call) => this.pass(call));
  }

  /** Counts calls, and lets `fault` happen at the n-th, the first being 1; without a fault none does. */
  begin(at = 1, fault: Fault | null = null): void {
    this.commands.length = 0;
    this.plan = fault === null ? null : { at, fault };
    this.watching = true;
    this.dead = false;
  }

  /** Whoever was killed is started again. What was under way goes on. */
  revive(): void {
    this.dead = false;
  }

  /** Everything works again, and what was under way has landed. */
  async end(): Promise<void> {
    this.watching = false;
    this.dead = false;
    await this.land();
  }

  private async pass(call: Call): Promise<Sent> {
    if (!this.watching) return call.send();
    if (this.dead) throw new Killed();
    this.commands.push(call.command);
    const { plan } = this;
    // Calls that are made side by side come in another order now and then: the fault waits for one that it can befall.
    if (plan === null || this.commands.length < plan.at || !canBefall(plan.fault, call.command)) {
      const answer = await call.send();
      // A write that its sender has given up lands between two of his later calls.
      await this.land();
      return answer;
    }
    const { fault } = plan;
    this.plan = null;
    try {
      return await inflict(fault, call, (work) => this.late.push(work));
    } catch (error) {
      if (error instanceof Killed) this.dead = true;
      throw error;
    }
  }

  private async land(): Promise<void> {
    const landing = this.late;
    this.late = [];
    for (const work of landing) await work().catch(() => undefined);
  }
}
