import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

/** What the sweep is called with; the scheduler puts the minute that the call belongs to in the place of its name. */
const CALL = { source: 'latchkey.schedule', scheduledAt: '<aws.scheduler.scheduled-time>' };

/** Calls the sweep every minute (R13.1). A call that is lost loses nothing: the next one finds what is due. */
export class SweepSchedule extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, sweep: ServiceFunction) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    const { account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      // Only schedules of this account may take the role (confused deputy).
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    const { functionArn } = sweep.target;
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queue.queueArn] }),
    );
    new CfnSchedule(this, 'Schedule', {
      description: 'Latchkey: persists what has become due, every minute',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify(CALL),
        // Older than five minutes a call is pointless, as others came after it.
        retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 3 },
        deadLetterConfig: { arn: this.deadLetters.queue.queueArn },
      },
    }).node.addDependency(role);
  }
}
