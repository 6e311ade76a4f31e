import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { stackOf } from './middleware.ts';

/** What calls of the table have cost. */
export interface Cost {
  /** Sequential round trips: requests that go out together count once. */
  readonly trips: number;
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

interface ConsumedCapacity {
  readonly CapacityUnits?: number;
}

const WRITES = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;

/** Counts the requests of a client and the units that the engine says they consumed. */
export class Meter {
  private trips = 0;
  private requests = 0;
  private readUnits = 0;
  private writeUnits = 0;
  private underWay = 0;

  constructor(client: DynamoDBClient) {
    stackOf(client).add(
      (next, context) => async (args) => {
        const { commandName = '' } = context;
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        if (this.underWay === 0) this.trips += 1;
        this.requests += 1;
        this.underWay += 1;
        try {
          const result = await next(args);
          this.note(commandName, (result.output as { ConsumedCapacity?: unknown }).ConsumedCapacity);
          return result;
        } finally {
          this.underWay -= 1;
        }
      },
      { step: 'initialize', name: 'meter' },
    );
  }

  private note(commandName: string, consumed: unknown): void {
    const list = (Array.isArray(consumed) ? consumed : [consumed]) as (ConsumedCapacity | undefined)[];
    const units = list.reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0);
    if (WRITES.test(commandName)) this.writeUnits += units;
    else this.readUnits += units;
  }

  /** What `work` costs. */
  async measure(work: () => Promise<unknown>): Promise<Cost> {
    const { trips, requests, readUnits, writeUnits } = this;
    await work();
    return {
      trips: this.trips - trips,
      requests: this.requests - requests,
      readUnits: this.readUnits - readUnits,
      writeUnits: this.writeUnits - writeUnits,
    };
  }
}
