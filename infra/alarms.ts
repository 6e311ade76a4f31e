import { Stack } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type AlarmName, describeAlarm } from './alarm-texts.ts';
import type { Stage } from './stage.ts';

/** When an alarm fires: the metric is beyond its bound in `of[0]` of the last `of[1]` periods. */
export type AlarmRule = {
  readonly metric: AlarmProps['metric'];
  readonly of: readonly [bad: number, periods: number];
  // Below a bound nothing measured is bad as well.
} & ({ readonly above: number } | { readonly below: number });

/** All alarms of the service and the topic that they notify. */
export class Alarms extends Construct {
  private readonly action: SnsAction;
  private readonly stage: Stage;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.stage = stage;
    const topic = new Topic(this, 'Topic', { displayName: `Latchkey ${stage.name}`, enforceSSL: true });
    // A topic with a policy of its own lets nobody publish unless it says so.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (stage.alarmEmail !== null) topic.addSubscription(new EmailSubscription(stage.alarmEmail));
    this.action = new SnsAction(topic);
  }

  /** @param subject tells apart alarms with one meaning, such as those of several queues */
  add(name: AlarmName, rule: AlarmRule, subject?: string): Alarm {
    const [datapointsToAlarm, evaluationPeriods] = rule.of;
    const id = subject === undefined ? name : `${name}-${subject}`;
    const alarm = new Alarm(this, id, {
      // The mail shows it, and the runbook goes by it.
      alarmName: `latchkey-${this.stage.name}-${id}`,
      alarmDescription: describeAlarm(name),
      metric: rule.metric,
      datapointsToAlarm,
      evaluationPeriods,
      ...('above' in rule
        ? {
            threshold: rule.above,
            comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.NOT_BREACHING,
          }
        : {
            threshold: rule.below,
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.BREACHING,
          }),
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
    return alarm;
  }
}
