import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Where the table is. */
export interface TableLocation {
  readonly table: string;
  /** Another endpoint than the region's; on this machine only. */
  readonly endpoint?: string | undefined;
}

/** The table and a client for it; one per process, so that connections are kept. */
export interface Database {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** Tries of one request by the SDK; what outlasts them is for `withRetries`, which loads and decides anew. */
const TRIES = 2;

/** A request that takes this long, in milliseconds, is dead: two of them must fit in a function's time. */
const REQUEST_TIMEOUT = 3000;
const CONNECTION_TIMEOUT = 1000;

/** An embedded engine takes any credentials. */
const LOCAL = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

export function openDatabase({ table, endpoint }: TableLocation): Database {
  const client = new DynamoDBClient({
    maxAttempts: TRIES,
    requestHandler: {
      requestTimeout: REQUEST_TIMEOUT,
      connectionTimeout: CONNECTION_TIMEOUT,
      throwOnRequestTimeout: true,
    },
    ...(endpoint !== undefined && { ...LOCAL, endpoint }),
  });
  return { client, table };
}
