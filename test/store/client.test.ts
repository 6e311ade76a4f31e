import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../functions/store/client.ts';
import { readItems } from '../../functions/store/read.ts';
import { transact } from '../../functions/store/transaction.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A table that only listens, and breaks off so many calls without an answer. */
let server: Server;
let endpoint = '';
let received: Received[] = [];
let lost = 0;
let lose = (response: ServerResponse): unknown => response.destroy();

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      if (received.length <= lost) lose(response);
      else response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  received = [];
  lost = 0;
});

test('a request is signed as the SDK would sign it', async () => {
  const { client, table } = openDatabase({ table: 'licenses', endpoint });
  await readItems({ client, table }, [{ pk: 'ä', sk: 'b' }], false);
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  const stock = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const signer = await stock.config.signer();
  const date = String(headers['x-amz-date']);
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/',
      headers: {
        host: String(headers.host),
        'content-type': String(headers['content-type']),
        'x-amz-target': String(headers['x-amz-target']),
      },
      body,
    },
    {
      signingDate: date.replace(/^(....)(..)(..)T(..)(..)/, '$1-$2-$3T$4:$5:'),
      signingService: 'dynamodb',
      // A stock client would add the hash of the body as a header, which DynamoDB does not ask for.
      signableHeaders: new Set(['host', 'content-type', 'x-amz-target', 'x-amz-date']),
      unsignableHeaders: new Set(['x-amz-content-sha256']),
    },
  );
  expect(headers['x-amz-target']).toBe('DynamoDB_20120810.BatchGetItem');
  expect(headers.authorization).toBe(signed.headers.authorization);
});

test.each([
  ['lost', (response: ServerResponse) => response.destroy()],
  [
    'cut',
    (response: ServerResponse) => response.setHeader('content-length', 9).write('{"a"', () => response.destroy()),
  ],
])('a transaction whose answer is %s is sent again with its token, another one with another', async (_, how) => {
  const database = openDatabase({ table: 'licenses', endpoint });
  lost = 1;
  lose = how;
  await transact(database, [{ put: { pk: 'a', sk: 'b' }, item: { x: 1 } }]);
  await transact(database, [{ put: { pk: 'a', sk: 'b' }, item: { x: 1 } }]);
  const tokens = received.map(({ body }) => (JSON.parse(body) as { ClientRequestToken: string }).ClientRequestToken);
  expect(tokens).toHaveLength(3);
  expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(tokens[1]).toBe(tokens[0]);
  expect(tokens[2]).not.toBe(tokens[0]);
});
