import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The stack of the service's client, to put something into; the client resolves it for every call from now on. */
export function stackOf(client: DynamoDBClient): DynamoDBClient['middlewareStack'] {
  client.config.cacheMiddleware = false;
  return client.middlewareStack;
}
