import { readEnvironment } from './environment.ts';
import { sendToQueue } from './queue.ts';

/** Takes what did not fit in one run of the sweep (R13.1). */
export interface SweepQueue {
  /** Hands partitions of the due index over to workers, one each, so that they work side by side. */
  handOver(partitions: readonly string[]): Promise<void>;
}

/**
 * Opens the queue; on this machine there is none, and the next run goes on.
 * @throws EnvironmentError in a deployed stage without the queue
 */
export function openSweepQueue(variables: Readonly<Record<string, string | undefined>>): SweepQueue {
  if (readEnvironment(variables, ['stage']).stage === 'local') return { handOver: async () => undefined };
  const { sweepQueueUrl: url, region } = readEnvironment(variables, ['sweepQueueUrl', 'region']);
  return {
    handOver: (partitions) =>
      sendToQueue(
        { url, region },
        partitions.map((partition) => JSON.stringify({ partitions: [partition] })),
      ),
  };
}
