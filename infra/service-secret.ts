import { CfnOutput, Validations } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { removal } from './retention.ts';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

/**
 * The pepper in two versions, the device and issue secrets and the signing keys, as one document that functions read
 * on first use. It is made without a value: keys that a template could generate would not be Ed25519, and a value in a
 * template is no secret. `docs/deploy.md` says how it is filled, and how each part of it is rotated.
 */
export class ServiceSecret extends Construct {
  private readonly arn: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const secret = new CfnSecret(this, 'Secret', {
      description: `Latchkey ${stage.name}: pepper, device secret, issue secret, signing keys (docs/deploy.md)`,
    });
    // Without it every code, device and lease is lost: a retained stage keeps it whatever becomes of the stack.
    secret.applyRemovalPolicy(removal(stage));
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Its parts are rotated each in its own way and never by a timer: a pepper keeps its predecessor, a signing key ' +
        'is published before it signs, the device secret never changes (R1.5, R10.5). docs/deploy.md says how.',
    });
    this.arn = secret.attrId;
    new CfnOutput(this, 'Arn', { value: this.arn }).overrideLogicalId('SecretArn');
  }

  /** Lets a function read the secrets, and tells it where they are. */
  grant(reader: ServiceFunction): void {
    reader.allow(['secretsmanager:GetSecretValue'], [this.arn]);
    reader.setEnvironment('secretArn', this.arn);
  }
}
