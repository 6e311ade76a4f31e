import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSweepQueue } from '../../functions/runtime/sweep-queue.ts';
import { type ServiceReply, type ServiceRequest, StandInService } from '../support/stand-in-service.ts';

type Batch = { QueueUrl: string; Entries: { Id: string; MessageBody: string }[] };

describe('sweep queue', () => {
  let sqs: StandInService;
  let answer: (request: ServiceRequest) => ServiceReply;

  beforeEach(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    answer = ({ body }) => {
      const { Entries } = JSON.parse(body) as Batch;
      return { status: 200, body: { Successful: Entries.map(({ Id }) => ({ Id })) } };
    };
    sqs = await new StandInService((request) => answer(request)).start();
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await sqs.stop();
  });

  const deployed = () => ({
    LATCHKEY_STAGE: 'prod',
    LATCHKEY_SWEEP_QUEUE_URL: `${sqs.origin}/111122223333/sweep`,
    AWS_REGION: 'eu-central-1',
  });

  test('R13.1 hands every partition over as a message of its own, ten in a call', async () => {
    const partitions = Array.from({ length: 23 }, (_, at) => `DUE#${at}`);
    await openSweepQueue(deployed()).handOver(partitions);
    const calls = sqs.requests.map(({ body }) => JSON.parse(body) as Batch);
    expect(calls.map(({ Entries }) => Entries.length)).toEqual([10, 10, 3]);
    expect(calls.every(({ QueueUrl }) => QueueUrl === deployed().LATCHKEY_SWEEP_QUEUE_URL)).toBe(true);
    const messages = calls.flatMap(({ Entries }) => Entries.map(({ MessageBody }) => MessageBody));
    expect(messages).toEqual(partitions.map((partition) => JSON.stringify({ partitions: [partition] })));
  });

  test('calls nobody when everything was finished', async () => {
    await openSweepQueue(deployed()).handOver([]);
    expect(sqs.requests).toEqual([]);
  });

  test('fails when SQS refuses, so that the run is seen to have failed', async () => {
    answer = () => ({ status: 403 });
    await expect(openSweepQueue(deployed()).handOver(['DUE#01'])).rejects.toThrow('sqs answered 403');
  });

  test('is none on this machine, and demanded in a stage', async () => {
    await openSweepQueue({}).handOver(['DUE#01']);
    expect(sqs.requests).toEqual([]);
    expect(() => openSweepQueue({ LATCHKEY_STAGE: 'prod' })).toThrow('LATCHKEY_SWEEP_QUEUE_URL is missing');
  });
});
