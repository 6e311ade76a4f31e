import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleOptions } from '../../infra/bundling.ts';

/** What reached the network, and how it ended for the caller. */
interface Outcome {
  readonly sent: readonly {
    readonly hostname: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  }[];
  readonly fault?: {
    readonly name: string;
    readonly known: boolean;
    readonly message: string;
    readonly item?: unknown;
  };
  readonly item?: unknown;
}

type Call = (answers: readonly { readonly status: number; readonly body: object }[]) => Promise<Outcome>;

/** The client that functions have, and one of the SDK as it comes. */
const OWN = `import { openDatabase } from './functions/store/client.ts';
const { client } = openDatabase({ table: 't' });`;
const WHOLE = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({ maxAttempts: 2 });`;

/** Makes one call, with a network that gives set answers. */
const CALL = `
import { Readable } from 'node:stream';
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from './functions/store/attribute.ts';
const withPlainBytes = (item) => item && { ...item, b: { B: [...item.b.B] } };
export async function call(answers) {
  const sent = [];
  const requestHandler = { handle: async ({ hostname, headers, body }) => {
    sent.push({ hostname, headers, body: typeof body === 'string' ? body : new TextDecoder().decode(body) });
    const { status, body: answer } = answers[sent.length - 1];
    return { response: { statusCode: status, headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Readable.from([Buffer.from(JSON.stringify(answer))]) } };
  } };
  Object.assign(client.config, { requestHandler, cacheMiddleware: false });
  try {
    const { Attributes } = await client.send(new UpdateItemCommand({ TableName: 't',
      Key: toItem({ pk: 'ä', sk: new Uint8Array([1, 2]) }), UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: toItem({ ':n': 1, ':l': [true, null], ':m': { a: undefined, b: '"' } }) }));
    return { sent, item: withPlainBytes(Attributes) };
  } catch (fault) {
    const { name, message } = fault;
    const item = withPlainBytes(fault.Item);
    return { sent, fault: { name, message, item, known: fault instanceof ConditionalCheckFailedException } };
  }
}`;

let directory: string;
const load = createRequire(import.meta.url);

async function bundle(name: string, trimmed: boolean): Promise<{ call: Call; bytes: number }> {
  const { plugins, ...options } = bundleOptions('activate');
  const outfile = join(directory, `${name}.cjs`);
  const stdin = { contents: `${trimmed ? OWN : WHOLE}${CALL}`, resolveDir: String(options.absWorkingDir) };
  const { metafile } = await build({
    ...options,
    entryPoints: [],
    stdin,
    outfile,
    plugins: trimmed ? (plugins ?? []) : [],
  });
  const { call } = load(outfile) as { call: Call };
  return { call, bytes: Object.values(metafile.outputs)[0]?.bytes ?? 0 };
}

const ITEM = { n: { N: '1' }, b: { B: 'AQI=' }, m: { M: { s: { SS: ['a'] } } } };
const ERROR = 'com.amazonaws.dynamodb.v20120810#';
const ANSWERS = {
  'an answer': [{ status: 200, body: { Attributes: ITEM } }],
  'a failed condition with its item': [
    { status: 400, body: { __type: `${ERROR}ConditionalCheckFailedException`, message: 'no', Item: ITEM } },
  ],
  'an error of no operation on items': [
    { status: 400, body: { __type: `${ERROR}BackupInUseException`, message: 'no' } },
  ],
  'an error that nobody knows': [{ status: 400, body: { __type: `${ERROR}BrandNewException`, message: 'no' } }],
  'a fault of the service, tried again': [
    { status: 500, body: { __type: `${ERROR}InternalServerError`, message: 'oh' } },
    { status: 500, body: { __type: `${ERROR}InternalServerError`, message: 'oh' } },
  ],
};

describe('the trimmed SDK', () => {
  let whole: Awaited<ReturnType<typeof bundle>>;
  let trimmed: Awaited<ReturnType<typeof bundle>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'latchkey-sdk-'));
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'session');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    whole = await bundle('whole', false);
    trimmed = await bundle('trimmed', true);
  });
  afterAll(async () => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });

  test.each(Object.entries(ANSWERS))('sends and understands the same as the whole one: %s', async (_, answers) => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 11), toFake: ['Date'] });
    const [expected, found] = [await whole.call(answers), await trimmed.call(answers)];
    expect(comparable(found)).toEqual(comparable(expected));
    expect(found.sent).toHaveLength(answers.length);
  });

  test.each([
    ['eu-central-1', 'dynamodb.eu-central-1.amazonaws.com'],
    ['us-gov-west-1', 'dynamodb.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'dynamodb.cn-north-1.amazonaws.com.cn'],
  ])('finds the table of %s', async (region, hostname) => {
    vi.stubEnv('AWS_REGION', region);
    for (const trim of [false, true]) {
      const { call } = await bundle(`${region}-${trim}`, trim);
      const { sent } = await call(ANSWERS['an answer']);
      expect(sent.map((request) => request.hostname)).toEqual([hostname]);
    }
  });

  test('is a third of the whole one', () => {
    expect(trimmed.bytes / whole.bytes).toBeLessThan(0.4);
  });
});

/** What does not differ from call to call, and what a table looks at: not who says that he calls. */
function comparable({ sent, ...outcome }: Outcome) {
  const requests = sent.map(({ hostname, headers, body }) => {
    const kept = ['host', 'x-amz-target', 'content-type', 'content-length', 'x-amz-security-token', 'x-amz-date'];
    return {
      hostname,
      body: JSON.parse(body) as unknown,
      headers: kept.map((name) => headers[name]),
      signed: signedBy(headers.authorization),
    };
  });
  return { ...outcome, requests };
}

function signedBy(authorization = ''): string {
  return /Credential=([^,]+)/.exec(authorization)?.[1] ?? '';
}
