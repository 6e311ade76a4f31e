import { cutBatches } from './entry-batches.ts';
import { callService, readJsonAnswer, ServiceCallFailed } from './service-call.ts';

/** Limits of SendMessageBatch; the bytes leave room for what the service counts beside the bodies. */
const LIMITS = { entries: 10, bytes: 200_000 };

/** Times that messages which a batch left behind are sent again. */
const ROUNDS = 3;

/** An SQS queue: its URL, and the region that the URL may not name. */
export interface QueueLocation {
  readonly url: string;
  readonly region: string;
}

/**
 * Sends messages to a queue, ten at a time. A message may arrive twice.
 * @param bodies texts of up to 200 kB each
 * @throws ServiceCallFailed when some were not taken
 */
export async function sendToQueue(queue: QueueLocation, bodies: readonly string[]): Promise<void> {
  for (const batch of cutBatches(bodies, LIMITS, (body) => body)) await sendBatch(queue, batch);
}

async function sendBatch({ url, region }: QueueLocation, bodies: readonly string[]): Promise<void> {
  let left = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  for (let round = 0; left.length > 0; round += 1) {
    if (round === ROUNDS) throw new ServiceCallFailed(`sqs did not take ${left.length} messages`);
    const answer = await callService({
      origin: new URL(url).origin,
      region,
      service: 'sqs',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessageBatch' },
      body: JSON.stringify({ QueueUrl: url, Entries: left }),
    });
    const taken = takenIn(readJsonAnswer('sqs', answer).Successful);
    left = left.filter(({ Id }) => !taken.has(Id));
  }
}

function takenIn(successful: unknown): ReadonlySet<string> {
  const entries: readonly unknown[] = Array.isArray(successful) ? successful : [];
  return new Set(
    entries.flatMap((entry) => {
      return typeof entry === 'object' && entry !== null && 'Id' in entry ? [String(entry.Id)] : [];
    }),
  );
}
