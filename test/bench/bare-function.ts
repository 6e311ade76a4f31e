import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';

const client = new DynamoDBClient({});

interface Event {
  readonly body: { readonly id: string };
}

/** The least that a function with this stack can be, to compare the deployed ones with (docs/benchmarks.md). */
export const handler = middy(async ({ body }: Event) => {
  const TableName = 'table';
  const Key = { pk: { S: body.id } };
  await client.send(new PutItemCommand({ TableName, Item: Key }));
  await client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression: 'SET a = :a' }));
  return client.send(new GetItemCommand({ TableName, Key }));
}).use(httpJsonBodyParser());
