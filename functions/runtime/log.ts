import type { Instant } from '../core/instant.ts';
import { LOG_LEVELS, type LogLevel } from './environment.ts';
import { LOG_EVENTS, type LogEventName } from './log-events.ts';

/**
 * All that a line of the log may hold. Codes, activation ids, fingerprints, e-mail addresses, tokens and bodies have no
 * field, so that logging one does not compile.
 */
export interface LogFields {
  requestId?: string | undefined;
  licenseId?: string | undefined;
  batch?: string | undefined;
  /** Template of the route, `POST /v1/licenses/{id}/block`, never the path that was called. */
  route?: string | undefined;
  status?: number | undefined;
  /** Identifier of a refusal (docs/rules.md section 15). */
  refusal?: string | undefined;
  /** What a validation answered, with status 200 all the same. */
  verdict?: string | undefined;
  mode?: string | undefined;
  durationMilliseconds?: number | undefined;
  attempt?: number | undefined;
  count?: number | undefined;
  remaining?: number | undefined;
  /** For how long the oldest due item had been due when a sweep found it, 0 when nothing was; an alarm reads it. */
  oldestDueSeconds?: number | undefined;
  /** For how long the oldest event had waited in the outbox when a scheduled run found it; an alarm reads it. */
  oldestOutboxSeconds?: number | undefined;
  eventId?: string | undefined;
  /** Where events go to: `bus`, `webhooks` … */
  sink?: string | undefined;
  webhookId?: string | undefined;
  /** What a receiver did instead of taking an event: `status 500`, `timeout` …; never anything of its answer. */
  failure?: string | undefined;
  faultName?: string | undefined;
  faultAt?: string | undefined;
}

/** Writes one event; its level is the registry's. */
export type Log = (event: LogEventName, fields?: LogFields) => void;

export interface LogOptions {
  /** Least severe level to write. */
  level: LogLevel;
  now: () => Instant;
  /** Takes one line without a line feed; standard output unless given. */
  write?: (line: string) => void;
  /** Fields of every line. */
  fields?: LogFields;
}

/** @returns a logger of one JSON object a line: `at`, `level`, `event`, then the fields that are set */
export function createLog(options: LogOptions): Log {
  const { level: least, now, write = (line) => process.stdout.write(`${line}\n`), fields: always } = options;
  return (event, fields) => {
    const { level } = LOG_EVENTS[event];
    if (LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least)) {
      write(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...always, ...fields }));
    }
  };
}

const MAX_FRAMES = 8;

/**
 * What may be logged of a fault: its name and where it arose. Its message is left out, because messages repeat input:
 * a database's or a parser's may hold what a customer has sent.
 */
export function describeFault(fault: unknown): Pick<LogFields, 'faultName' | 'faultAt'> {
  if (!(fault instanceof Error)) {
    return { faultName: typeof fault };
  }
  const frames = (fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    faultName: fault.name,
    faultAt: frames
      .slice(0, MAX_FRAMES)
      .map((frame) => frame.trim())
      .join(' < '),
  };
}
