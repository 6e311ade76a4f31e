import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { createRequestSigner } from './request-signer.ts';
import { collectBytes, WIRE_FORMAT } from './wire-format.ts';

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

/** How often the SDK sends one request at most. */
export const TRIES = 2;

/** A request that takes this long, in milliseconds, is dead. */
export const REQUEST_TIMEOUT = 3000;
const CONNECTION_TIMEOUT = 1000;

/** An engine on this machine shares its processor with everything else: slow is not dead there. */
const LOCAL_TIMEOUT = 30_000;

/** An embedded engine takes any credentials. */
const LOCAL = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/**
 * The SDK sends a request again only when its answer was lost, and once: a transaction bears the same token then, so that
 * one that was done is not taken for somebody else's. Throttling it leaves to `withRetries`, which loads and decides anew,
 * so that the two do not multiply.
 */
const retryStrategy = {
  acquireInitialRetryToken: async () => tokenOf(0),
  refreshRetryTokenForRetry: async (
    token: ReturnType<typeof tokenOf>,
    { errorType }: { readonly errorType: string },
  ) => {
    const sent = token.getRetryCount() + 1;
    if (sent >= TRIES || errorType === 'THROTTLING' || errorType === 'CLIENT_ERROR') throw new Error('not again');
    return tokenOf(sent);
  },
  recordSuccess: () => undefined,
} satisfies DynamoDBClientConfig['retryStrategy'];

/** They tell AWS and a logger, that nobody has set, how the SDK is used, and stop functions that call themselves. */
const UNUSED = ['getUserAgentMiddleware', 'loggerMiddleware', 'recursionDetectionMiddleware'];

function tokenOf(retries: number) {
  return { getRetryCount: () => retries, getRetryDelay: () => 0 };
}

export function openDatabase({ table, endpoint }: TableLocation): Database {
  const client: DynamoDBClient = new DynamoDBClient({
    retryStrategy,
    signer: async () => signer,
    protocolSettings: WIRE_FORMAT,
    streamCollector: collectBytes,
    // Nothing is added to the stack later, and what calls share of it says the same for all of them.
    cacheMiddleware: true,
    requestHandler: {
      requestTimeout: endpoint === undefined ? REQUEST_TIMEOUT : LOCAL_TIMEOUT,
      connectionTimeout: endpoint === undefined ? CONNECTION_TIMEOUT : LOCAL_TIMEOUT,
      throwOnRequestTimeout: true,
    },
    ...(endpoint !== undefined && { ...LOCAL, endpoint }),
  });
  const signer = createRequestSigner(client.config);
  for (const name of UNUSED) client.middlewareStack.remove(name);
  return { client, table };
}
