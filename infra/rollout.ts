import { Duration, Validations } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ILambdaDeploymentConfig,
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
  TrafficRouting,
} from 'aws-cdk-lib/aws-codedeploy';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

/**
 * Moves each function's alias to a new version by a canary, and back at once when an alarm fires. On a disposable stage
 * all at once, as nobody is there to be hurt.
 */
export class Rollout extends Construct {
  private readonly application: LambdaApplication;
  private readonly role: Role;
  private readonly stage: Stage;
  private readonly workers: ILambdaDeploymentConfig;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.application = new LambdaApplication(this, 'Application');
    this.stage = stage;
    this.workers = stage.retained ? this.canaryOfWorkers() : LambdaDeploymentConfig.ALL_AT_ONCE;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSCodeDeployRoleForLambdaLimited')],
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
      reason:
        "CodeDeploy's own narrow policy for shifting aliases; the CDK's deployment group attaches it in any case.",
    });
  }

  /**
   * Shifts a function that answers requests: a tenth of them for five minutes, then all.
   * @param alarms any of which rolls the new version back
   */
  shift(subject: ServiceFunction, alarms: readonly IAlarm[]): void {
    const { CANARY_10PERCENT_5MINUTES, ALL_AT_ONCE } = LambdaDeploymentConfig;
    this.shiftBy(this.stage.retained ? CANARY_10PERCENT_5MINUTES : ALL_AT_ONCE, subject, alarms);
  }

  /** Shifts a function that is called once a minute or less: a tenth of that would not be one call in five minutes. */
  shiftWorker(subject: ServiceFunction, alarms: readonly IAlarm[]): void {
    this.shiftBy(this.workers, subject, alarms);
  }

  private canaryOfWorkers(): ILambdaDeploymentConfig {
    return new LambdaDeploymentConfig(this, 'WorkerCanary', {
      trafficRouting: TrafficRouting.timeBasedCanary({ interval: Duration.minutes(10), percentage: 90 }),
    });
  }

  private shiftBy(config: ILambdaDeploymentConfig, subject: ServiceFunction, alarms: readonly IAlarm[]): void {
    if (subject.alias === null) return;
    new LambdaDeploymentGroup(this, subject.node.id, {
      application: this.application,
      alias: subject.alias,
      role: this.role,
      deploymentConfig: config,
      alarms: this.stage.rollback ? [...alarms] : [],
    });
  }
}
