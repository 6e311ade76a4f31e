/** List prices of one region without any free tier, in dollars; typed from the providers' public price pages. */
export const PRICES = {
  region: 'us-east-1',
  /** The day as of which they are believed to hold. */
  date: '2026-11-24',
  /** Requests of the HTTP API, a million: the first 300 million of a month, and those beyond. */
  httpApi: 1.0,
  httpApiBeyond: 0.9,
  httpApiFirst: 300e6,
  /** Lambda on arm64: a million requests, and a GB-second. */
  lambdaRequests: 0.2,
  lambdaGbSecond: 0.000_013_333_4,
  /** DynamoDB on demand: a million units. */
  readUnits: 0.125,
  writeUnits: 0.625,
  /** A GB-month of the table, and of its recovery to any point in time. */
  storage: 0.25,
  recovery: 0.2,
  /** A GB into CloudWatch Logs, and a GB out to the internet. */
  logs: 0.5,
  transfer: 0.09,
  /** A month: a metric that an alarm watches, a metric of one’s own, a secret. */
  alarm: 0.1,
  metric: 0.3,
  secret: 0.4,
  /** A million calls of the scheduler. */
  schedules: 1.0,
} as const;

/** What the stack runs when nobody asks anything. */
export const STANDING = { schedulesAMinute: 3, alarms: 32, metrics: 5, secrets: 1 } as const;

/** How a call is billed beside what is measured. */
export const ASSUMED = {
  /** GB of a function. Its share of a processor is this of 1 769 MB. */
  memory: 0.512,
  wholeProcessor: 1.769,
  /** Milliseconds of a round trip to the table within the region. */
  trip: 4,
  /** Bytes of a call in the log, and of its headers on the wire. */
  logLine: 550,
  headers: 400,
} as const;
