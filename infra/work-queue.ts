import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentField } from '../functions/runtime/environment-names.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

export interface WorkQueueProps {
  /** Field by which its senders read its URL. */
  readonly field: EnvironmentField;
  /** The function that does the work. */
  readonly worker: ServiceFunction;
  /** Messages that one call takes at most. */
  readonly batchSize: number;
  /** Calls at a time, 2 to 1000: what the work may put on the table, or on others. */
  readonly concurrency: number;
  /** Times that a message is taken before it is put aside. */
  readonly attempts: number;
}

/** AWS's advice: a message stays hidden for six times the worker's time, so that none is done twice by slowness. */
const VISIBILITY_TIMES = 6;

/** Work that waits for a function, and what became of it when it failed too often. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  private readonly field: EnvironmentField;

  constructor(scope: Construct, id: string, { field, worker, batchSize, concurrency, attempts }: WorkQueueProps) {
    super(scope, id);
    this.field = field;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(worker.spec.timeout * VISIBILITY_TIMES),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: attempts },
    });
    worker.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [this.queue.queueArn]);
    new EventSourceMapping(this, 'Feed', {
      target: worker.target,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    });
  }

  /** Lets a function send work, and tells it where. */
  grant(sender: ServiceFunction): void {
    sender.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    sender.setEnvironment(this.field, this.queue.queueUrl);
  }
}
