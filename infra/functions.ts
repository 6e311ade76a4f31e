import type { EnvironmentField } from '../functions/runtime/environment-names.ts';

/** What DynamoDB lets a policy name; a transaction has no action of its own, but those of its writes. */
export type TableAction =
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem';

/** Everything that a deployed function gets and may do. A test compares it with the function's own code. */
export interface FunctionSpec {
  /** Its description in the console. */
  readonly does: string;
  /** MB; also sets the share of a processor. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  /** What it reads from its environment, and so which resources it has to do with. */
  readonly environment: readonly EnvironmentField[];
  /** What it may do with the table's items. */
  readonly table?: readonly TableAction[];
  /** It may also query the index of what is due. */
  readonly dueIndex?: boolean;
  /** Calls at a time at most, where more would hurt the table. */
  readonly reservedConcurrency?: number;
}

const MEMORY = 512;
/** API Gateway gives up after 30 s; a function that a person waits for has given a good answer long before. */
const ANSWER_TIME = 10;
/** For calls that change hundreds of items. */
const BULK_TIME = 25;

const SERVICE: readonly EnvironmentField[] = ['table', 'issuer', 'secretArn', 'logLevel'];

const TRANSACTION: readonly TableAction[] = ['ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'];

/** A function behind the HTTP API. */
function answering(does: string, spec: Partial<FunctionSpec> = {}): FunctionSpec {
  return { does, memory: MEMORY, timeout: ANSWER_TIME, environment: SERVICE, ...spec };
}

const READS: readonly TableAction[] = ['BatchGetItem', 'Query'];

/** The deployed functions, by their folder under functions/. */
export const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  activate: answering('Activates a license on a device', { table: [...READS, ...TRANSACTION] }),
  validate: answering('Says whether a license is in force on a device', { table: [...READS, ...TRANSACTION] }),
  deactivate: answering('Releases a device', { table: [...READS, ...TRANSACTION] }),
  seats: answering('Shows owners their seats and frees them', {
    environment: [...SERVICE, 'mailQueueUrl'],
    table: [...READS, ...TRANSACTION],
  }),
  recover: answering('Gives owners a new code for a lost one', {
    environment: [...SERVICE, 'mailQueueUrl'],
    table: [...READS, ...TRANSACTION],
  }),
  meta: answering('Health, public keys, API description', {
    environment: ['issuer', 'secretArn', 'stage', 'logLevel'],
  }),
  catalog: answering('Products and plans', { table: [...READS, ...TRANSACTION] }),
  issue: answering('Issues codes', { timeout: BULK_TIME, table: [...READS, ...TRANSACTION], reservedConcurrency: 5 }),
  licenses: answering('Finds, shows and changes licenses', { table: [...READS, ...TRANSACTION] }),
  operate: answering('Blocks, extends, revokes licenses', { table: [...READS, ...TRANSACTION] }),
  batches: answering('Does so for whole batches', {
    timeout: BULK_TIME,
    table: [...READS, ...TRANSACTION],
    reservedConcurrency: 5,
  }),
  keys: answering('API keys', { table: [...READS, ...TRANSACTION] }),
  webhooks: answering('Endpoints of webhooks', { table: [...READS, ...TRANSACTION] }),
  pages: answering('Console and portal', { environment: ['stage', 'logLevel'] }),
  sweep: {
    does: 'Persists what has become due',
    memory: MEMORY,
    timeout: 50,
    environment: [...SERVICE, 'sweepQueueUrl'],
    table: [...READS, ...TRANSACTION],
    dueIndex: true,
    // One scheduled run, one that overlaps it, and the workers of the shards.
    reservedConcurrency: 6,
  },
  publish: {
    does: 'Seals the audit and sends events out',
    memory: MEMORY,
    timeout: 30,
    environment: [...SERVICE, 'eventBus', 'webhookQueueUrl'],
    table: [...READS, ...TRANSACTION],
  },
  deliver: {
    does: 'Delivers webhooks',
    memory: MEMORY,
    timeout: 60,
    environment: [...SERVICE, 'webhookQueueUrl'],
    table: [...READS, ...TRANSACTION],
  },
  mail: {
    does: 'Sends mails',
    memory: MEMORY,
    timeout: 30,
    // Who is mailed what is looked up here, behind the queue, so that it shows in no answer's time (R12.3).
    environment: [...SERVICE, 'mailFrom'],
    table: [...READS, ...TRANSACTION],
  },
};

/** The folders of all deployed functions. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);
