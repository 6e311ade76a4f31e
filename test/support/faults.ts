import {
  type BatchGetItemCommandInput,
  type BatchWriteItemCommandInput,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { stackOf } from './middleware.ts';

/** What can become of a call of the database, beside that it succeeds. */
export const FAULTS = [
  'throttled',
  'conflict',
  'failed before',
  'failed after',
  'timed out',
  'partial',
  'killed before',
  'killed after',
] as const;

export type Fault = (typeof FAULTS)[number];

/** The process ends: nothing that it still wanted of the database happens. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

const WRITES = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;

/** Whether a fault can befall a command: reads have no after, and only batches are answered in part. */
export function canBefall(fault: Fault, command: string): boolean {
  if (fault === 'conflict') return WRITES.test(command) && !command.startsWith('Batch');
  if (fault === 'partial') return command.startsWith('Batch');
  return WRITES.test(command) || !fault.endsWith('after');
}

/** What a call of the client ends in. */
export interface Sent {
  readonly output: object;
}

/** A call on its way, and how to send it on. */
export interface Call {
  readonly command: string;
  readonly input: object;
  send(input?: object): Promise<Sent>;
}

type Middleware = (
  next: (args: { readonly input: object }) => Promise<Sent>,
  context: { readonly commandName?: string },
) => (args: { readonly input: object }) => Promise<Sent>;

/** Puts something between a client and its table, outside the SDK's own tries: what it throws has outlasted them. */
export function intercept(client: DynamoDBClient, name: string, handle: (call: Call) => Promise<Sent>): void {
  const middleware: Middleware =
    (next, { commandName = '' }) =>
    (args) =>
      handle({ command: commandName, input: args.input, send: (input = args.input) => next({ ...args, input }) });
  // The SDK's own type of a middleware names the inputs and outputs of all commands.
  stackOf(client).add(middleware as never, { step: 'initialize', name });
}

/** Makes one fault happen, the way DynamoDB and the network to it would. */
export async function inflict(fault: Fault, call: Call, later: (work: () => Promise<unknown>) => void) {
  switch (fault) {
    case 'throttled':
      throw named('ThrottlingException');
    case 'conflict':
      throw conflict(call);
    case 'failed before':
      throw named('InternalServerError');
    case 'failed after':
      await call.send();
      throw named('InternalServerError');
    case 'timed out':
      // It is still under way, and lands when its sender has given it up and goes on.
      if (WRITES.test(call.command)) later(() => call.send());
      throw named('TimeoutError');
    case 'partial':
      return sendPartly(call);
    case 'killed before':
      throw new Killed();
    case 'killed after':
      await call.send();
      throw new Killed();
  }
}

function named(name: string): Error {
  return Object.assign(new Error(`injected: ${name}`), { name });
}

/** What DynamoDB answers when another transaction has an item of this write under way. */
export function conflict({ command, input }: Pick<Call, 'command' | 'input'>): Error {
  const $metadata = {};
  const message = 'injected';
  if (command !== 'TransactWriteItemsCommand') return new TransactionConflictException({ $metadata, message });
  const { TransactItems = [] } = input as TransactWriteItemsCommandInput;
  const CancellationReasons = TransactItems.map((_, at) => ({ Code: at === 0 ? 'TransactionConflict' : 'None' }));
  return new TransactionCanceledException({ $metadata, message, CancellationReasons });
}

/** Does the first half of a batch, at least one, and says that the rest is unprocessed. */
async function sendPartly({ command, input, send }: Call): Promise<Sent> {
  const kept = (count: number) => Math.floor(count / 2);
  if (command === 'BatchGetItemCommand') {
    const [[table, { Keys = [], ...rest }] = ['', { Keys: [] }]] = Object.entries(
      (input as BatchGetItemCommandInput).RequestItems ?? {},
    );
    const some = Keys.slice(0, kept(Keys.length));
    const left = { UnprocessedKeys: { [table]: { ...rest, Keys: Keys.slice(some.length) } } };
    if (some.length === 0) return { output: { Responses: {}, ...left } };
    const answer = await send({ ...input, RequestItems: { [table]: { ...rest, Keys: some } } });
    return { ...answer, output: { ...answer.output, ...left } };
  }
  const [[table, requests] = ['', []]] = Object.entries((input as BatchWriteItemCommandInput).RequestItems ?? {});
  const some = requests.slice(0, kept(requests.length));
  const left = { UnprocessedItems: { [table]: requests.slice(some.length) } };
  if (some.length === 0) return { output: left };
  const answer = await send({ ...input, RequestItems: { [table]: some } });
  return { ...answer, output: { ...answer.output, ...left } };
}
