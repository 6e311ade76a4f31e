import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

/** What a function is called with; the scheduler puts the instant that the call belongs to in the place of its name. */
const CALL = { source: 'latchkey.schedule', scheduledAt: '<aws.scheduler.scheduled-time>' };

/** Older than this a call is pointless, as others came after it. */
const MAX_WAIT = Duration.minutes(5);

/** EventBridge schedules. A call that is lost loses nothing: the next one finds what there is to do (R13.1). */
export class Schedules extends Construct {
  readonly deadLetters: DeadLetterQueue;
  private readonly role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.role = new Role(this, 'Role', {
      // Only schedules of this account may take the role (confused deputy).
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    this.allow('sqs:SendMessage', this.deadLetters.queue.queueArn);
  }

  /** @param expression for example `rate(1 minute)` */
  call(subject: ServiceFunction, expression: string): void {
    const { functionArn } = subject.target;
    this.allow('lambda:InvokeFunction', functionArn);
    // Lambda itself would try a failed call again for hours, beside those of the minutes after it.
    subject.target.configureAsyncInvoke({ maxEventAge: MAX_WAIT, retryAttempts: 0 });
    new CfnSchedule(this, subject.node.id, {
      description: `Latchkey: ${subject.spec.description}, ${expression}`,
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: this.role.roleArn,
        input: JSON.stringify(CALL),
        retryPolicy: { maximumEventAgeInSeconds: MAX_WAIT.toSeconds(), maximumRetryAttempts: 3 },
        deadLetterConfig: { arn: this.deadLetters.queue.queueArn },
      },
    }).node.addDependency(this.role);
  }

  private allow(action: string, resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  }
}
