import type { Context, DynamoDBBatchResponse } from 'aws-lambda';
import { readEnvironment } from '../runtime/environment.ts';
import { sendToQueue } from '../runtime/queue.ts';
import { currentKeyless } from '../service.ts';
import { createBusSink } from './bus-sink.ts';
import { type PublishEvent, runPublisher } from './run.ts';
import { createWebhookSink } from './webhook-sink.ts';

const service = currentKeyless();
const { eventBus, webhookQueueUrl, region } = readEnvironment(process.env, ['eventBus', 'webhookQueueUrl', 'region']);

const sinks = [
  createBusSink({ bus: eventBus, region }),
  createWebhookSink(service, (queues) => sendToQueue({ url: webhookQueueUrl, region }, [JSON.stringify({ queues })])),
];

/** The publisher (R14.1, R14.2). */
export function handler(event: PublishEvent, context: Context): Promise<DynamoDBBatchResponse> {
  return runPublisher(service, sinks, event, context);
}
