import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { putOnBus } from '../../functions/runtime/event-bus.ts';
import { openBucket } from '../../functions/runtime/object-store.ts';
import { sendToQueue } from '../../functions/runtime/queue.ts';
import { signServiceCall } from '../../functions/runtime/request-signature.ts';
import { fetchSecretText } from '../../functions/runtime/secrets-manager.ts';
import { ServiceCallFailed } from '../../functions/runtime/service-call.ts';
import { isTransient } from '../../functions/runtime/unavailable.ts';
import { type ServiceReply, type ServiceRequest, StandInService } from '../support/stand-in-service.ts';

const region = 'eu-central-1';
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_SESSION_TOKEN: 'token' };
const before: Record<string, string | undefined> = {};

beforeAll(() => {
  for (const name of Object.keys(CREDENTIALS)) before[name] = process.env[name];
  Object.assign(process.env, CREDENTIALS);
});
afterAll(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

let running: StandInService;
afterEach(() => running.stop());
async function answering(answer: (request: ServiceRequest, count: number) => ServiceReply): Promise<StandInService> {
  running = await new StandInService(answer).start();
  return running;
}

/** Signs a request again as it arrived: the service does the same, and compares. */
function signatureOf({ method, path, headers, body }: ServiceRequest, service: string): string | undefined {
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const own = ['host', 'x-amz-date', 'x-amz-security-token'];
  const others = signed
    .filter((name) => !own.includes(name))
    .map((name): [string, string] => [name, headers[name] ?? '']);
  const call = { host: headers.host ?? '', region, service, body, amzDate: headers['x-amz-date'] ?? '' };
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example', sessionToken: 'token' };
  const how = { method: method as 'GET' | 'POST' | 'PUT', path, headers: Object.fromEntries(others) };
  return signServiceCall({ ...call, ...how }, credentials).authorization;
}

type Entries = { Entries: { Id: string; MessageBody: string }[] };
const takeAll = ({ body }: ServiceRequest) => {
  const { Entries } = JSON.parse(body) as Entries;
  return { status: 200, body: { Successful: Entries.map(({ Id }) => ({ Id })) } };
};

describe('sending to a queue', () => {
  test('ten messages at a time, signed over what arrives', async () => {
    const service = await answering(takeAll);
    const url = `${service.origin}/123456789012/hooks`;
    await sendToQueue(
      { url, region },
      Array.from({ length: 23 }, (_, at) => `message ${at}`),
    );
    const sent = service.requests.map(({ body }) => JSON.parse(body) as Entries & { QueueUrl: string });
    expect(sent.map(({ Entries }) => Entries.length)).toEqual([10, 10, 3]);
    expect(sent.flatMap(({ Entries }) => Entries.map(({ MessageBody }) => MessageBody)).at(-1)).toBe('message 22');
    expect(sent[0]?.QueueUrl).toBe(url);
    for (const request of service.requests) {
      expect(request.headers['x-amz-target']).toBe('AmazonSQS.SendMessageBatch');
      expect(request.headers.authorization).toBe(signatureOf(request, 'sqs'));
    }
  });

  test('never more at a time than the service takes, in bytes too', async () => {
    const service = await answering(takeAll);
    await sendToQueue(
      { url: `${service.origin}/1/q`, region },
      Array.from({ length: 5 }, () => 'ä'.repeat(45_000)),
    );
    expect(service.requests.map(({ body }) => (JSON.parse(body) as Entries).Entries.length)).toEqual([2, 2, 1]);
  });

  test('what a batch leaves behind is sent again, and nothing else', async () => {
    const service = await answering((request, count) =>
      count === 1
        ? { status: 200, body: { Successful: [{ Id: '1' }], Failed: [{ Id: '0' }, { Id: '2' }] } }
        : takeAll(request),
    );
    await sendToQueue({ url: `${service.origin}/1/q`, region }, ['a', 'b', 'c']);
    const bodies = (JSON.parse(service.requests[1]?.body ?? '') as Entries).Entries.map(
      ({ MessageBody }) => MessageBody,
    );
    expect(bodies).toEqual(['a', 'c']);
  });

  test('a service that fails for good is a fault that repeats nothing of what was sent', async () => {
    const service = await answering(() => ({ status: 503, body: 'secret message' }));
    const sending = sendToQueue({ url: `${service.origin}/1/q`, region }, ['secret message']);
    await expect(sending).rejects.toThrow(new ServiceCallFailed('sqs answered 503'));
    expect(service.requests).toHaveLength(3);
  });

  test('a refusal is not tried again', async () => {
    const service = await answering(() => ({ status: 403 }));
    await expect(sendToQueue({ url: `${service.origin}/1/q`, region }, ['a'])).rejects.toThrow('sqs answered 403');
    expect(service.requests).toHaveLength(1);
  });
});

describe('putting events on a bus', () => {
  const event = (type: string) => ({ type, detail: JSON.stringify({ type }), at: '2026-11-24T11:00:00.500Z' });

  test('R14.2 events bear source, type and time; those that failed are put again', async () => {
    const service = await answering((_, count) => ({
      status: 200,
      body:
        count === 1
          ? { FailedEntryCount: 1, Entries: [{ EventId: 'a' }, { ErrorCode: 'InternalFailure' }] }
          : { FailedEntryCount: 0, Entries: [{ EventId: 'b' }] },
    }));
    await putOnBus({ bus: 'bus', region, origin: service.origin }, [event('license.issued'), event('seat.freed')]);
    const [first, second] = service.requests.map(({ body }) => JSON.parse(body) as { Entries: object[] });
    expect(first?.Entries).toHaveLength(2);
    expect(second?.Entries).toEqual([
      {
        Source: 'latchkey',
        DetailType: 'seat.freed',
        Detail: '{"type":"seat.freed"}',
        EventBusName: 'bus',
        Time: Date.parse('2026-11-24T11:00:00.000Z') / 1000,
      },
    ]);
    const [request] = service.requests;
    expect(request?.headers.authorization).toBe(request && signatureOf(request, 'events'));
  });

  test('R14.2 events that the bus never takes are a fault', async () => {
    const service = await answering(() => ({ status: 200, body: { Entries: [{ ErrorCode: 'ThrottlingException' }] } }));
    const putting = putOnBus({ bus: 'bus', region, origin: service.origin }, [event('seat.freed')]);
    await expect(putting).rejects.toThrow(ServiceCallFailed);
  });
});

describe('objects that are kept for ever', () => {
  test('a name gets one text; a second is refused and the first can be read', async () => {
    const texts = new Map<string, string>();
    const service = await answering(({ method, path, headers, body }) => {
      if (method === 'GET') return texts.has(path) ? { status: 200, body: texts.get(path) } : { status: 404 };
      if (headers['if-none-match'] === '*' && texts.has(path)) return { status: 412 };
      texts.set(path, body);
      return { status: 200 };
    });
    const bucket = openBucket({ bucket: 'anchors', region, origin: service.origin });
    expect(await bucket.get('2026-11-24/root.json')).toBeNull();
    expect(await bucket.putNew('2026-11-24/root.json', '{"root":1}')).toBe(true);
    expect(await bucket.putNew('2026-11-24/root.json', '{"root":2}')).toBe(false);
    expect(await bucket.get('2026-11-24/root.json')).toBe('{"root":1}');
    for (const request of service.requests) {
      expect(request.headers.authorization).toBe(signatureOf(request, 's3'));
      expect(request.headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test('a store that does not answer as it should is a fault', async () => {
    const service = await answering(() => ({ status: 403 }));
    const bucket = openBucket({ bucket: 'anchors', region, origin: service.origin });
    await expect(bucket.putNew('a', '1')).rejects.toThrow(ServiceCallFailed);
    await expect(bucket.get('a')).rejects.toThrow(ServiceCallFailed);
  });

  test('two writes at once: who is told of a conflict has kept nothing, and knows of no other text', async () => {
    const service = await answering(() => ({ status: 409 }));
    const bucket = openBucket({ bucket: 'anchors', region, origin: service.origin });
    await expect(bucket.putNew('a', '1')).rejects.toThrow(ServiceCallFailed);
  });
});

describe('the secret', () => {
  const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:latchkey-AbCdEf';

  test('is asked for by its ARN, and again when the service is busy', async () => {
    const service = await answering((_, count) =>
      count === 1 ? { status: 429, body: {} } : { status: 200, body: { SecretString: 'text' } },
    );
    expect(await fetchSecretText(ARN, region, 3, service.origin)).toBe('text');
    const [request] = service.requests;
    expect(request?.headers['x-amz-target']).toBe('secretsmanager.GetSecretValue');
    expect(JSON.parse(request?.body ?? '')).toEqual({ SecretId: ARN });
    expect(request?.headers.authorization).toBe(request && signatureOf(request, 'secretsmanager'));
  });

  test.each([
    [{ status: 503, body: ARN }, 'secretsmanager answered 503'],
    [{ status: 400, body: ARN }, 'secretsmanager answered 400'],
    [{ status: 200, body: { Name: ARN } }, 'secretsmanager answered without a secret text'],
  ])('that is not given is a trouble that passes, and its answer is not repeated: %j', async (reply, message) => {
    const service = await answering(() => reply);
    const fault: unknown = await fetchSecretText(ARN, region, 1, service.origin).catch((caught: unknown) => caught);
    expect(fault).toEqual(new ServiceCallFailed(message));
    expect(isTransient(fault)).toBe(true);
  });
});
