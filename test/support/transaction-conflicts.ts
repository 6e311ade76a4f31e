import { setTimeout as pause } from 'node:timers/promises';
import type {
  AttributeValue,
  DynamoDBClient,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Call, conflict, intercept, type Sent } from './faults.ts';

type Attributes = Record<string, AttributeValue> | undefined;

const SINGLE = /^(Put|Update|Delete)Item/;

/**
 * Answers as DynamoDB does, and the engines on this machine do not: whoever writes an item that a transaction has under
 * way gets `TransactionConflict`.
 */
export class TransactionConflicts {
  transactions = 0;
  conflicts = 0;
  private readonly underWay = new Set<string>();
  private readonly inFlight: number;
  private readonly untilAnswered: boolean;

  /**
   * @param inFlight milliseconds that a transaction has its items under way, at least
   * @param untilAnswered false for exactly so long, however slow the engine of a busy machine is
   */
  constructor(client: DynamoDBClient, inFlight: number, untilAnswered = true) {
    this.inFlight = inFlight;
    this.untilAnswered = untilAnswered;
    intercept(client, 'transaction-conflicts', (call) => this.pass(call));
  }

  private async pass(call: Call): Promise<Sent> {
    const isTransaction = call.command === 'TransactWriteItemsCommand';
    if (!isTransaction && !SINGLE.test(call.command)) return call.send();
    const names = isTransaction ? namesOf(call.input as TransactWriteItemsCommandInput) : [nameOfSingle(call.input)];
    if (names.some((name) => this.underWay.has(name))) {
      this.conflicts += 1;
      throw conflict(call);
    }
    if (!isTransaction) return call.send();
    this.transactions += 1;
    for (const name of names) this.underWay.add(name);
    const over = pause(this.inFlight).then(() => {
      if (!this.untilAnswered) this.release(names);
    });
    try {
      const [answer] = await Promise.all([call.send(), over]);
      return answer;
    } finally {
      if (this.untilAnswered) this.release(names);
    }
  }

  private release(names: readonly string[]): void {
    for (const name of names) this.underWay.delete(name);
  }
}

function namesOf({ TransactItems = [] }: TransactWriteItemsCommandInput): readonly string[] {
  return TransactItems.map((item: TransactWriteItem) =>
    nameOf(item.Put?.Item ?? (item.Update ?? item.Delete ?? item.ConditionCheck)?.Key),
  );
}

function nameOfSingle(input: { readonly Item?: Attributes; readonly Key?: Attributes }): string {
  return nameOf(input.Item ?? input.Key);
}

function nameOf(attributes: Attributes): string {
  return `${attributes?.pk?.S} ${attributes?.sk?.S}`;
}
