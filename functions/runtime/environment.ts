import { ENVIRONMENT_NAMES, type EnvironmentField } from './environment-names.ts';

/** Levels of the log, least severe first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the secrets come from: in the variable itself, or in Secrets Manager. */
export type SecretsSource = { json: string } | { arn: string; region: string };

/** All that the environment can say; a function asks for the fields that it needs. */
export interface Environment {
  table: string;
  /** `undefined` in the cloud. */
  dynamodbEndpoint: string | undefined;
  /** Without a slash at the end. */
  issuer: string;
  secrets: SecretsSource;
  /** `local` unless set. */
  stage: string;
  /** `info` unless set. */
  logLevel: LogLevel;
  mailFrom: string;
  mailQueueUrl: string;
  sweepQueueUrl: string;
  webhookQueueUrl: string;
  eventBus: string;
  anchorBucket: string;
  /** 100 unless set. */
  failuresPerWindow: number;
  /** 60 unless set. */
  recoveriesPerWindow: number;
  region: string;
}

/** Thrown once at load; its message names every variable that is missing or wrong, and no value. */
export class EnvironmentError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Environment: ${problems.join('; ')}`);
    this.name = 'EnvironmentError';
    this.problems = problems;
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads one variable and reports what is wrong with it; never repeats the value, which may be secret. */
interface Reader {
  required(field: EnvironmentField): string;
  optional(field: EnvironmentField): string | undefined;
  wrong(field: EnvironmentField, why: string): void;
}

const text = (field: EnvironmentField) => (read: Reader) => read.required(field);

function readUrl(read: Reader, field: EnvironmentField): string {
  const value = read.required(field);
  if (value !== '' && !/^https?:\/\/[^/\s]/.test(value)) {
    read.wrong(field, 'is not an http or https URL');
  }
  return value.replace(/\/+$/, '');
}

function readSecretsSource(read: Reader): SecretsSource {
  const json = read.optional('secrets');
  if (json !== undefined) {
    return { json };
  }
  const arn = read.optional('secretArn');
  if (arn === undefined) {
    read.wrong('secrets', `is missing, and so is ${ENVIRONMENT_NAMES.secretArn}`);
    return { json: '' };
  }
  const region = /^arn:[^:]+:secretsmanager:([^:]+):[^:]+:secret:/.exec(arn)?.[1];
  if (region === undefined) {
    read.wrong('secretArn', 'is not the ARN of a secret');
  }
  return { arn, region: region ?? '' };
}

function readLogLevel(read: Reader): LogLevel {
  const value = read.optional('logLevel') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === value);
  if (level === undefined) {
    read.wrong('logLevel', `is none of ${LOG_LEVELS.join(', ')}`);
  }
  return level ?? 'info';
}

/** A customer's whole office behind one address, or a shop that tries a page of codes, stays below it. */
const FAILURES_PER_WINDOW = 100;

/** A company behind one address asks less. */
const RECOVERIES_PER_WINDOW = 60;

const limit = (field: EnvironmentField, otherwise: number) => (read: Reader) => {
  const value = Number(read.optional(field) ?? otherwise);
  if (!Number.isInteger(value) || value < 1) read.wrong(field, 'is not a whole number from 1 on');
  return value;
};

const READERS: { [F in keyof Environment]: (read: Reader) => Environment[F] } = {
  table: text('table'),
  dynamodbEndpoint: (read) => read.optional('dynamodbEndpoint'),
  issuer: (read) => readUrl(read, 'issuer'),
  secrets: readSecretsSource,
  stage: (read) => read.optional('stage') ?? 'local',
  logLevel: readLogLevel,
  mailFrom: text('mailFrom'),
  mailQueueUrl: (read) => readUrl(read, 'mailQueueUrl'),
  sweepQueueUrl: (read) => readUrl(read, 'sweepQueueUrl'),
  webhookQueueUrl: (read) => readUrl(read, 'webhookQueueUrl'),
  eventBus: text('eventBus'),
  anchorBucket: text('anchorBucket'),
  failuresPerWindow: limit('failuresPerWindow', FAILURES_PER_WINDOW),
  recoveriesPerWindow: limit('recoveriesPerWindow', RECOVERIES_PER_WINDOW),
  region: text('region'),
};

/**
 * Reads the fields that a function needs, once, when it is loaded.
 *
 * @param variables normally `process.env`
 * @param needed the fields; others may be missing
 * @throws {EnvironmentError} naming all missing and wrong variables at once
 */
export function readEnvironment<F extends keyof Environment>(
  variables: Variables,
  needed: readonly F[],
): Pick<Environment, F> {
  const problems: string[] = [];
  const wrong = (field: EnvironmentField, why: string) => {
    problems.push(`${ENVIRONMENT_NAMES[field]} ${why}`);
  };
  const optional = (field: EnvironmentField) => variables[ENVIRONMENT_NAMES[field]]?.trim() || undefined;
  const required = (field: EnvironmentField) => {
    const value = optional(field);
    if (value === undefined) {
      wrong(field, 'is missing');
    }
    return value ?? '';
  };
  const environment: Partial<Environment> = {};
  for (const field of needed) {
    Object.assign(environment, { [field]: READERS[field]({ required, optional, wrong }) });
  }
  if (problems.length > 0) {
    throw new EnvironmentError(problems);
  }
  return environment as Pick<Environment, F>;
}
