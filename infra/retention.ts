import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Stage } from './stage.ts';

/** What becomes of a resource with data when the stack goes; one that has failed to be created leaves nothing behind. */
export function removal(stage: Stage): RemovalPolicy {
  return stage.retained ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

/** How long logs are kept: long enough to follow a complaint, short enough for what little they say of people. */
export function logRetention(stage: Stage): RetentionDays {
  return stage.retained ? RetentionDays.THREE_MONTHS : RetentionDays.ONE_WEEK;
}
