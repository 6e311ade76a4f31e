import type { EnvironmentField } from '../functions/runtime/environment-names.ts';

/** What DynamoDB lets a policy name; a transaction has no action of its own, but those of its writes. */
export type TableAction =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem';

/** Everything that a deployed function gets and may do. A test compares it with the function's own code. */
export interface FunctionSpec {
  /** Its description in the console. */
  readonly description: string;
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
const ANSWER_TIME = 20;
/** For calls that change hundreds of items. */
const BULK_TIME = 25;

/** Of functions that touch no secret, and so may not read any. */
const KEYLESS: readonly EnvironmentField[] = ['table', 'logLevel'];

const SERVICE: readonly EnvironmentField[] = [...KEYLESS, 'issuer', 'secretArn', 'failuresPerWindow'];

/** `stage` tells it whether there is a queue. */
const WITH_MAIL: readonly EnvironmentField[] = [...SERVICE, 'stage', 'mailQueueUrl'];

/** Reads by key and by partition, writes in transactions: what any function with a license in its hands does. */
const LICENSE_ACCESS: readonly TableAction[] = [
  'BatchGetItem',
  'Query',
  'ConditionCheckItem',
  'DeleteItem',
  'PutItem',
  'UpdateItem',
];

/** A function behind the HTTP API. */
function answering(description: string, spec: Partial<FunctionSpec> = {}): FunctionSpec {
  return { description, memory: MEMORY, timeout: ANSWER_TIME, environment: SERVICE, table: LICENSE_ACCESS, ...spec };
}

/** A function that nobody waits for. */
function working(description: string, spec: Pick<FunctionSpec, 'timeout'> & Partial<FunctionSpec>): FunctionSpec {
  return { description, memory: MEMORY, environment: SERVICE, table: LICENSE_ACCESS, ...spec };
}

/** The deployed functions, by their folder under functions/. */
export const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  activate: answering('Activates a license on a device', { environment: WITH_MAIL }),
  validate: answering('Says whether a license is in force on a device'),
  deactivate: answering('Releases a device'),
  seats: answering('Shows owners their seats and frees them', { environment: WITH_MAIL }),
  recover: answering('Gives owners a new code for a lost one', { environment: [...WITH_MAIL, 'recoveriesPerWindow'] }),
  meta: answering('Health, public keys, description of the API', { environment: ['secretArn', 'logLevel'], table: [] }),
  catalog: answering('Products and plans'),
  issue: answering('Issues codes and imports keys', {
    timeout: BULK_TIME,
    table: [...LICENSE_ACCESS, 'BatchWriteItem'],
    // Enough for the orders of a busy shop; a few callers with a thousand codes each are all that the table should bear.
    reservedConcurrency: 20,
  }),
  licenses: answering('Finds, shows and changes licenses'),
  operate: answering('Blocks, extends and revokes licenses'),
  batches: answering('Blocks, extends and revokes batches', { timeout: BULK_TIME, reservedConcurrency: 5 }),
  keys: answering('API keys'),
  webhooks: answering('Endpoints of webhooks'),
  pages: answering('Console and portal', { environment: ['logLevel'], table: [] }),
  sweep: working('Persists what has become due', {
    timeout: 50,
    environment: [...KEYLESS, 'stage', 'mailQueueUrl', 'sweepQueueUrl'],
    dueIndex: true,
    // One scheduled run, one that overlaps it, and the workers of the shards.
    reservedConcurrency: 6,
  }),
  publish: working('Seals the audit and sends events out', {
    timeout: 30,
    environment: [...KEYLESS, 'eventBus', 'webhookQueueUrl'],
    dueIndex: true,
  }),
  deliver: working('Delivers webhooks', { timeout: 60, dueIndex: true }),
  anchor: working("Anchors the day's audit", {
    timeout: 60,
    environment: [...KEYLESS, 'anchorBucket'],
    dueIndex: true,
  }),
  mail: working('Sends mails', { timeout: 30, environment: [...SERVICE, 'mailFrom'] }),
};

/** The folders of all deployed functions. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);
