/**
 * Names of the environment variables that functions read. This is the one file that `infra/` shares with the
 * functions: the stack sets what the functions read, by the same name.
 */
export const ENVIRONMENT_NAMES = {
  /** Name of the single DynamoDB table. */
  table: 'LATCHKEY_TABLE',
  /** Another DynamoDB endpoint than the region's; set on this machine only. */
  dynamodbEndpoint: 'DYNAMODB_ENDPOINT',
  /** Public base URL of the service; the `iss` claim of leases and the start of recovery links. */
  issuer: 'LATCHKEY_ISSUER',
  /** All secrets as JSON (see secrets.ts); on this machine and in tests. */
  secrets: 'LATCHKEY_SECRETS',
  /** ARN of the Secrets Manager secret that holds the same JSON; in the cloud. */
  secretArn: 'LATCHKEY_SECRET_ARN',
  /** Deployment stage, for example `dev` or `prod`. */
  stage: 'LATCHKEY_STAGE',
  /** Least severe level that is logged: `debug`, `info`, `warn` or `error`. */
  logLevel: 'LATCHKEY_LOG_LEVEL',
  /** Sender of recovery and release mails. */
  mailFrom: 'LATCHKEY_MAIL_FROM',
  /** SQS queue that mails wait in, so that sending them never shows in an answer's time (R12.3). */
  mailQueueUrl: 'LATCHKEY_MAIL_QUEUE_URL',
  /** SQS queue for what does not fit in one sweep (R13.1). */
  sweepQueueUrl: 'LATCHKEY_SWEEP_QUEUE_URL',
  /** SQS queue of webhook deliveries (R14.2). */
  webhookQueueUrl: 'LATCHKEY_WEBHOOK_QUEUE_URL',
  /** EventBridge bus that events leave by (R14.2). */
  eventBus: 'LATCHKEY_EVENT_BUS',
  /** S3 bucket with object lock that keeps the daily anchors of the audit (R14.1). */
  anchorBucket: 'LATCHKEY_ANCHOR_BUCKET',
  /** Unknown codes that one source may try in ten minutes; 100 unless set (docs/security.md). */
  failuresPerWindow: 'LATCHKEY_FAILURES_PER_WINDOW',
  /** Recoveries that one source may ask for in fifteen minutes; 60 unless set (R12.3). */
  recoveriesPerWindow: 'LATCHKEY_RECOVERIES_PER_WINDOW',
  /** AWS region; set by Lambda itself. */
  region: 'AWS_REGION',
} as const;

/** Field of the parsed environment, see environment.ts. */
export type EnvironmentField = keyof typeof ENVIRONMENT_NAMES;
