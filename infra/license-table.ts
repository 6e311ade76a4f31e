import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { TABLE } from '../functions/store/table.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

const STRING = AttributeType.STRING;

/** Partitions of the due index in which an entry waits until it is published; see outboxPartition in functions/store/keys.ts. */
export const OUTBOX_PREFIX = 'OUT#';

/** New items that wait in the outbox; sealing one later is a change and not new. */
const TO_BE_PUBLISHED = {
  eventName: ['INSERT'],
  dynamodb: { NewImage: { [TABLE.duePartition]: { S: [{ prefix: OUTBOX_PREFIX }] } } },
};

/** The one table (docs/data-model.md). */
export class LicenseTable extends Construct {
  readonly table: Table;
  private readonly streamArn: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: TABLE.partitionKey, type: STRING },
      sortKey: { name: TABLE.sortKey, type: STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Only rows that count for hours carry it, and stay for up to 14 days: idempotency, recoveries, counters of requests
      // and of mails. Never a license.
      timeToLiveAttribute: TABLE.timeToLive,
      stream: StreamViewType.NEW_IMAGE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.retained,
      // Protected from deletion, it could not be taken back where the rest of a first deployment fails.
      removalPolicy: stage.retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: TABLE.dueIndex,
      partitionKey: { name: TABLE.duePartition, type: STRING },
      sortKey: { name: TABLE.dueSort, type: STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    new CfnOutput(this, 'Name', { value: this.table.tableName }).overrideLogicalId('TableName');
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error('a table with a stream has the ARN of one');
    this.streamArn = tableStreamArn;
  }

  /** Lets a function do on the table what its specification says, and tells it the table's name. */
  grant(subject: ServiceFunction): void {
    const { table = [], dueIndex = false } = subject.spec;
    subject.setEnvironment('table', this.table.tableName);
    if (table.length > 0) {
      subject.allow(
        table.map((action) => `dynamodb:${action}`),
        [this.table.tableArn],
      );
    }
    if (dueIndex) {
      subject.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${TABLE.dueIndex}`]);
    }
  }

  /**
   * Hands the changes that are to be published to a function, in order per license. What fails for a day is put aside;
   * the entry itself stays in the table's outbox, over which the function goes on a schedule.
   */
  feed(subject: ServiceFunction): DeadLetterQueue {
    subject.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [this.streamArn]);
    // This action knows no resource (service authorization reference of DynamoDB).
    subject.allow(['dynamodb:ListStreams'], ['*']);
    Validations.of(subject).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'dynamodb:ListStreams knows no resource; it shows names of streams and nothing of what is in them.',
    });
    const aside = new DeadLetterQueue(this, 'Unpublished');
    aside.queue.grantSendMessages(subject.grantee);
    new EventSourceMapping(this, 'Feed', {
      target: subject.target,
      eventSourceArn: this.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 100,
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(aside.queue),
      filters: [{ pattern: JSON.stringify(TO_BE_PUBLISHED) }],
    });
    return aside;
  }
}
