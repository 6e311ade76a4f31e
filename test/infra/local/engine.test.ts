import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineUnavailable, startEngine } from '../../../infra/local/engine.ts';
import { anyEngine, describeOnEngines } from '../../support/engines.ts';

/** Milliseconds for a test that starts engines, of which one is a Java program, on a machine with other work to do. */
const STARTS = 120_000;

/** How a connection fails where an engine has just ended. */
const GONE = /ECONNREFUSED|ECONNRESET|socket hang up/;

function clientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'latchkey-engine-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

describeOnEngines('an embedded engine', ({ name }) => {
  test('keeps its data on disk over a restart, in a directory that it makes', { timeout: STARTS }, async () => {
    const dataDirectory = join(directory, 'not', 'there', 'yet');
    const Key = { id: { S: 'kept' } };
    const first = await startEngine({ dataDirectory, prefer: name });
    const before = clientOf(first.endpoint);
    await before.send(
      new CreateTableCommand({
        TableName: 'kept',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await before.send(new PutItemCommand({ TableName: 'kept', Item: Key }));
    await first.stop();
    await expect(before.send(new GetItemCommand({ TableName: 'kept', Key }))).rejects.toThrow(GONE);

    const second = await startEngine({ dataDirectory, prefer: name });
    const after = clientOf(second.endpoint);
    expect(await after.send(new GetItemCommand({ TableName: 'kept', Key }))).toMatchObject({ Item: Key });
    await second.stop();
  });

  test('does not outlive a parent that is killed without warning', { timeout: STARTS }, async () => {
    const engineModule = new URL('../../../infra/local/engine.ts', import.meta.url).href;
    const parent = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { startEngine } from '${engineModule}';
       console.log((await startEngine({ dataDirectory: ':memory:', prefer: '${name}' })).endpoint);`,
    ]);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const endpoint = line.toString('utf8').trim();
    expect((await fetch(endpoint, { method: 'POST' })).status).toBeGreaterThanOrEqual(400);

    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => fetch(endpoint, { method: 'POST' }).catch(() => 'gone'), { timeout: 60_000 }).toBe('gone');
  });
});

describe('the choice of an engine', () => {
  test('DYNAMODB_ENDPOINT is used as it is, and left running', async () => {
    const { endpoint } = anyEngine();
    vi.stubEnv('DYNAMODB_ENDPOINT', endpoint);
    const engine = await startEngine({ dataDirectory: directory });
    expect(engine).toMatchObject({ name: 'endpoint', endpoint });
    await engine.stop();
    expect((await fetch(endpoint, { method: 'POST' })).status).toBeGreaterThanOrEqual(400);
  });

  test('a DYNAMODB_ENDPOINT where nothing answers is an error that names it', async () => {
    vi.stubEnv('DYNAMODB_ENDPOINT', 'http://127.0.0.1:1');
    await expect(startEngine({ dataDirectory: directory })).rejects.toThrow('http://127.0.0.1:1');
  });

  test('without any engine the error names the three choices', async () => {
    vi.stubEnv('DYNAMODB_ENDPOINT', '');
    vi.stubEnv('JAVA_HOME', join(directory, 'no-java-here'));
    const platform = Object.getOwnPropertyDescriptor(process, 'platform');
    Object.defineProperty(process, 'platform', { ...platform, value: 'plan9' });
    const failure = await startEngine({ dataDirectory: directory }).catch((error: unknown) => error);
    Object.defineProperty(process, 'platform', platform ?? {});
    expect(failure).toBeInstanceOf(EngineUnavailable);
    expect(String(failure)).toMatch(/1\. dynoxide.*2\. DynamoDB Local.*Java.*3\..*DYNAMODB_ENDPOINT/s);
  });
});
