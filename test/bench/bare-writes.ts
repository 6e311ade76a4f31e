import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type DynamoDBClient,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Database } from '../../functions/store/client.ts';
import { intercept } from '../support/faults.ts';

/** A write that went through a client. */
export interface Recorded {
  readonly command: string;
  readonly input: object;
}

const WRITES = /^(Transact|Batch)Write/;
const NAME = 'record-calls';

/** Records the writes that go through a client while something works. */
export async function recordWrites(database: Database, work: () => Promise<unknown>): Promise<readonly Recorded[]> {
  return (await recordCalls(database, work)).filter(({ command }) => WRITES.test(command));
}

/** Records all that goes through a client while something works. */
export async function recordCalls({ client }: Database, work: () => Promise<unknown>): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = [];
  intercept(client, NAME, (call) => {
    recorded.push({ command: call.command, input: call.input });
    return call.send();
  });
  try {
    await work();
  } finally {
    client.middlewareStack.remove(NAME);
  }
  return recorded;
}

/** A request without anything of the service, ready to be sent. */
export type BareWrite = TransactWriteItemsCommand | BatchWriteItemCommand;

/**
 * The same items in requests of the same kind for another table: an update becomes a put of the item as it is now, since
 * its conditions hold once only.
 */
export async function makeBare(database: Database, table: string, { command, input }: Recorded): Promise<BareWrite> {
  if (command !== 'TransactWriteItemsCommand') {
    const [requests = []] = Object.values((input as BatchWriteItemCommandInput).RequestItems ?? {});
    return new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
  }
  const { TransactItems = [] } = input as TransactWriteItemsCommandInput;
  const puts = await Promise.all(TransactItems.map((item) => putOf(database, item)));
  return new TransactWriteItemsCommand({
    TransactItems: puts.map((Item) => ({ Put: { TableName: table, Item } })),
  });
}

async function putOf({ client, table }: Database, { Put, Update, ConditionCheck, Delete }: TransactWriteItem) {
  if (Put?.Item !== undefined) return Put.Item;
  const Key = (Update ?? ConditionCheck ?? Delete)?.Key ?? {};
  const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [Key] } } }));
  return answer.Responses?.[table]?.[0] ?? Key;
}

/** Whether a recorded call changes something. */
export function isWrite({ command }: Recorded): boolean {
  return WRITES.test(command);
}

/** Sends a recorded read once more. */
export function sendRead(client: DynamoDBClient, { command, input }: Recorded): Promise<unknown> {
  return command === 'QueryCommand'
    ? client.send(new QueryCommand(input as ConstructorParameters<typeof QueryCommand>[0]))
    : client.send(new BatchGetItemCommand(input as ConstructorParameters<typeof BatchGetItemCommand>[0]));
}

/** Sends one. */
export function sendBare(client: DynamoDBClient, write: BareWrite): Promise<unknown> {
  return write instanceof BatchWriteItemCommand ? client.send(write) : client.send(write);
}
