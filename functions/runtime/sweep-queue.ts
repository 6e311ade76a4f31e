import { callAws } from './aws-call.ts';
import { readEnvironment } from './environment.ts';

/** Takes what did not fit in one run of the sweep (R13.1). */
export interface SweepQueue {
  /** Hands partitions of the due index over to workers, one each, so that they work side by side. */
  handOver(partitions: readonly string[]): Promise<void>;
}

/** SQS takes no more messages in one call. */
const MOST_MESSAGES = 10;

/**
 * Opens the queue; on this machine there is none, and the next run goes on.
 * @throws EnvironmentError in a deployed stage without the queue
 */
export function openSweepQueue(variables: Readonly<Record<string, string | undefined>>): SweepQueue {
  if (readEnvironment(variables, ['stage']).stage === 'local') return { handOver: async () => undefined };
  const { sweepQueueUrl: QueueUrl, region } = readEnvironment(variables, ['sweepQueueUrl', 'region']);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessageBatch' };
  return {
    handOver: async (partitions) => {
      for (let at = 0; at < partitions.length; at += MOST_MESSAGES) {
        const Entries = partitions.slice(at, at + MOST_MESSAGES).map((partition, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({ partitions: [partition] }),
        }));
        await callAws({ service: 'sqs', region, headers, body: JSON.stringify({ QueueUrl, Entries }) });
      }
    },
  };
}
