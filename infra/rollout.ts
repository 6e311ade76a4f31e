import { Validations } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

/**
 * Moves each function's alias to a new version: a tenth of the calls for five minutes, then all, and back at once when
 * an alarm fires. On a disposable stage all at once, as nobody is there to be hurt.
 */
export class Rollout extends Construct {
  private readonly application: LambdaApplication;
  private readonly role: Role;
  private readonly config;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.application = new LambdaApplication(this, 'Application');
    this.config = stage.retained
      ? LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES
      : LambdaDeploymentConfig.ALL_AT_ONCE;
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

  /** @param alarms any of which rolls a function's new version back */
  shift(subject: ServiceFunction, alarms: readonly IAlarm[]): void {
    if (subject.alias === null) return;
    new LambdaDeploymentGroup(this, subject.node.id, {
      application: this.application,
      alias: subject.alias,
      role: this.role,
      deploymentConfig: this.config,
      alarms: [...alarms],
    });
  }
}
