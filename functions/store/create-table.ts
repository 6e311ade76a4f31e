import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Database } from './client.ts';
import { TABLE } from './table.ts';

/**
 * Makes the table as the stack does, for engines on this machine; in the cloud the stack has made it. Without its stream,
 * which nothing reads here: with one, dynoxide takes longer for every write the more it has written (1 s for 1 000 puts
 * after 5 000, 0.15 s without), so that 100 000 licenses could not be issued.
 * @returns whether it was missing
 */
export async function createTable({ client, table }: Database): Promise<boolean> {
  const { partitionKey, sortKey, duePartition, dueSort, dueIndex, timeToLive } = TABLE;
  const names = [partitionKey, sortKey, duePartition, dueSort];
  try {
    await client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: dueIndex,
            KeySchema: [
              { AttributeName: duePartition, KeyType: 'HASH' },
              { AttributeName: dueSort, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    );
  } catch (fault) {
    if (fault instanceof ResourceInUseException) return false;
    throw fault;
  }
  const made = await client.send(new DescribeTableCommand({ TableName: table }));
  if (made.Table?.TableStatus !== 'ACTIVE') throw new Error('the engine has not made the table at once');
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: table,
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
    }),
  );
  return true;
}
