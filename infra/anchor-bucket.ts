import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { removal } from './retention.ts';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

/** Years during which nobody, not even the account's owner, can change or remove a retained stage's anchors. */
const LOCKED_YEARS = 5;

/**
 * Keeps one Merkle root of the audit a day where whoever can write to the table cannot (R14.1). Objects are locked by
 * the bucket itself; on a disposable stage for a day and so that an administrator may still remove them.
 */
export class AnchorBucket extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockDefaultRetention: stage.retained
        ? ObjectLockRetention.compliance(Duration.days(365 * LOCKED_YEARS))
        : ObjectLockRetention.governance(Duration.days(1)),
      removalPolicy: removal(stage),
    });
    // Findings of cdk-nag name it.
    (this.bucket.node.defaultChild as CfnBucket).overrideLogicalId('AnchorBucket');
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'One function writes a few objects a day that nobody can overwrite; CloudTrail tells who, where that is wanted.',
    });
    new CfnOutput(this, 'Name', { value: this.bucket.bucketName }).overrideLogicalId('AnchorBucketName');
  }

  /** Lets a function add and read anchors, and tells it the bucket. */
  grant(subject: ServiceFunction): void {
    subject.allow(['s3:PutObject', 's3:GetObject'], [this.bucket.arnForObjects('*')]);
    // Without it S3 answers 403 instead of 404 for an object that is not there.
    subject.allow(['s3:ListBucket'], [this.bucket.bucketArn]);
    Validations.of(subject).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::<AnchorBucket.Arn>/*]',
      reason: 'Objects are named by their day: <day>/NN.json for the heads of a partition and <day>/root.json.',
    });
    subject.setEnvironment('anchorBucket', this.bucket.bucketName);
  }
}
