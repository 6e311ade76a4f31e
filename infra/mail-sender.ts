import { Arn, CfnParameter, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

/** From whom the service mails. The identity is the vendor's, verified in SES before (docs/deploy.md). */
export class MailSender extends Construct {
  private readonly from: CfnParameter;
  private readonly identity: CfnParameter;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const parameter = (name: string, description: string, allowedPattern: string, example: string) => {
      const made = new CfnParameter(this, name, {
        type: 'String',
        description,
        allowedPattern,
        ...(stage.emulated && { default: example }),
      });
      made.overrideLogicalId(name);
      return made;
    };
    this.from = parameter(
      'MailFrom',
      'Address that recovery and release mails come from, without a name',
      // A name in front would never equal the address that SES compares the right to send with.
      '[^\\s<>@]+@[^\\s<>@]+\\.[^\\s<>@]+',
      'licenses@example.com',
    );
    this.identity = parameter(
      'MailIdentity',
      'SES identity of that address: its domain or itself',
      '[^\\s<>]+\\.[^\\s<>]+',
      'example.com',
    );
  }

  /** Lets a function mail from that address, and from no other of the identity. */
  grant(sender: ServiceFunction): void {
    const identity = Arn.format(
      { service: 'ses', resource: 'identity', resourceName: this.identity.valueAsString },
      Stack.of(this),
    );
    sender.grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [identity],
        conditions: { StringEquals: { 'ses:FromAddress': this.from.valueAsString } },
      }),
    );
    sender.setEnvironment('mailFrom', this.from.valueAsString);
  }
}
