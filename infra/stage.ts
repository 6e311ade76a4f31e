import { arch } from 'node:os';

/** What differs between deployments; all else is the same everywhere. */
export interface Stage {
  /** `dev`, `dev-anna`, `prod` … */
  readonly name: string;
  /** Table, secret and logs outlive the stack. Only `dev` and stages named `dev-…` are disposable. */
  readonly retained: boolean;
  /** For `sam local` on this machine: its processor, no alias in front of functions, settings that tests replace. */
  readonly emulated: boolean;
  /** Processor of the functions. */
  readonly architecture: 'arm64' | 'x86_64';
  /** Public name of the service with the ACM certificate of it, instead of API Gateway's own. */
  readonly domain: { readonly name: string; readonly certificateArn: string } | null;
  /** Who is mailed when an alarm fires. */
  readonly alarmEmail: string | null;
  /** Origins whose browser scripts may call; none is the default. */
  readonly corsOrigins: readonly string[];
  /** Requests a second, and how many may come at once above that. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** What one source may do: unknown codes in ten minutes, recoveries in fifteen (docs/security.md). */
  readonly perSource: { readonly failures: number; readonly recoveries: number };
  /** Reserve concurrency; a young account cannot. */
  readonly reserveConcurrency: boolean;
  /** Alarms roll a new version back; off while an alarm that rings would keep out the version that mends it. */
  readonly rollback: boolean;
}

/** Reads one key of the CDK's context, from `-c key=value` or cdk.json. */
export type ContextReader = (key: string) => unknown;

const KEYS = [
  'domain',
  'certificate',
  'alarmEmail',
  'corsOrigins',
  'rate',
  'burst',
  'failuresPerSource',
  'recoveriesPerSource',
  'reserveConcurrency',
  'rollback',
] as const;

type Key = (typeof KEYS)[number];

/**
 * Reads a stage from context: `-c stage=prod -c domain=… -c certificate=…`. What is not given that way may stand in
 * cdk.json under `stages.<name>`.
 *
 * @throws {Error} naming everything that is wrong at once
 */
export function readStage(context: ContextReader): Stage {
  const problems: string[] = [];
  const name = textOf(context('stage')) ?? 'dev';
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(name)) {
    problems.push(`stage: ${name} is not up to 20 lower-case letters, digits and dashes`);
  }
  // Functions take it for the machine of a developer.
  if (name === 'local') problems.push('stage: local is the name of the service on this machine');
  const kept = keptSettings(context('stages'), name, problems);
  const setting = (key: Key) => textOf(context(key)) ?? textOf(kept[key]);
  const positive = (key: Key, otherwise: number) => {
    const value = Number(setting(key) ?? otherwise);
    if (!Number.isSafeInteger(value) || value < 1) problems.push(`${key}: not a positive whole number`);
    return value;
  };
  const emulated = textOf(context('emulate')) === 'true';
  const stage: Stage = {
    name,
    retained: !/^dev(-|$)/.test(name),
    emulated,
    architecture: emulated && arch() === 'x64' ? 'x86_64' : 'arm64',
    domain: domainOf(setting('domain'), setting('certificate'), problems),
    alarmEmail: setting('alarmEmail') ?? null,
    corsOrigins: (setting('corsOrigins') ?? '').split(',').filter((origin) => origin !== ''),
    throttle: { rate: positive('rate', 1000), burst: positive('burst', 2000) },
    perSource: { failures: positive('failuresPerSource', 100), recoveries: positive('recoveriesPerSource', 60) },
    reserveConcurrency: !emulated && setting('reserveConcurrency') !== 'false',
    rollback: setting('rollback') !== 'false',
  };
  if (problems.length > 0) {
    throw new Error(`Context: ${problems.join('; ')}`);
  }
  return stage;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Settings of one stage in cdk.json; a misspelt one would be silently ignored, so unknown ones are refused. */
function keptSettings(stages: unknown, name: string, problems: string[]): Readonly<Record<string, unknown>> {
  const all = (stages ?? {}) as Record<string, Record<string, unknown>>;
  const kept = all[name] ?? {};
  for (const key of Object.keys(kept)) {
    if (!KEYS.some((known) => known === key)) problems.push(`stages.${name}.${key}: no such setting`);
  }
  return kept;
}

function domainOf(name: string | undefined, certificateArn: string | undefined, problems: string[]): Stage['domain'] {
  if ((name === undefined) !== (certificateArn === undefined)) {
    problems.push('domain and certificate: give both or none');
  }
  if (certificateArn !== undefined && !/^arn:[^:]+:acm:[^:]+:\d{12}:certificate\//.test(certificateArn)) {
    problems.push('certificate: not the ARN of an ACM certificate');
  }
  return name !== undefined && certificateArn !== undefined ? { name, certificateArn } : null;
}
