import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSweepQueue } from '../../functions/runtime/sweep-queue.ts';

const DEPLOYED = {
  LATCHKEY_STAGE: 'prod',
  LATCHKEY_SWEEP_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/sweep',
  AWS_REGION: 'eu-central-1',
};

/** SQS cannot run here, so what would be sent to it is caught. */
function catchCalls(status = 200) {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const fetched = vi.fn(async (_url: string, _request: { body: string }) => new Response('{}', { status }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

describe('sweep queue', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });

  test('R13.1 hands every partition over as a message of its own, ten in a call', async () => {
    const fetched = catchCalls();
    const partitions = Array.from({ length: 23 }, (_, at) => `DUE#${at}`);
    await openSweepQueue(DEPLOYED).handOver(partitions);
    const calls = fetched.mock.calls.map(([, { body }]) => {
      return JSON.parse(body) as { QueueUrl: string; Entries: { Id: string; MessageBody: string }[] };
    });
    expect(calls.map(({ Entries }) => Entries.length)).toEqual([10, 10, 3]);
    expect(calls.every(({ QueueUrl }) => QueueUrl === DEPLOYED.LATCHKEY_SWEEP_QUEUE_URL)).toBe(true);
    const messages = calls.flatMap(({ Entries }) => Entries.map(({ MessageBody }) => MessageBody));
    expect(messages).toEqual(partitions.map((partition) => JSON.stringify({ partitions: [partition] })));
  });

  test('calls nobody when everything was finished', async () => {
    const fetched = catchCalls();
    await openSweepQueue(DEPLOYED).handOver([]);
    expect(fetched).not.toHaveBeenCalled();
  });

  test('fails when SQS refuses, so that the run is seen to have failed', async () => {
    catchCalls(403);
    await expect(openSweepQueue(DEPLOYED).handOver(['DUE#01'])).rejects.toThrow('sqs answered 403');
  });

  test('is none on this machine, and demanded in a stage', async () => {
    const fetched = catchCalls();
    await openSweepQueue({}).handOver(['DUE#01']);
    expect(fetched).not.toHaveBeenCalled();
    expect(() => openSweepQueue({ LATCHKEY_STAGE: 'prod' })).toThrow('LATCHKEY_SWEEP_QUEUE_URL is missing');
  });
});
