import { LICENSE_EVENTS } from './event.ts';
import { DAY, HOUR, type Instant, SECOND } from './instant.ts';

/**
 * Pauses between the tries of a delivery, in milliseconds: soon at first, for a receiver that is being restarted, then
 * with patience; together not quite three days (R14.2).
 */
const PAUSES: readonly number[] = [
  5 * SECOND,
  60 * SECOND,
  300 * SECOND,
  HOUR / 2,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
];

/** What has waited for so long is given up at its next failure, since what is behind it in its queue waits with it. */
const MAX_WAIT = 3 * DAY;

/** A delivery that has just failed. */
export interface FailedDelivery {
  /** Tries so far, this one included. */
  readonly tries: number;
  readonly queuedAt: Instant;
  readonly now: Instant;
  /** From 0 up to 1: spreads the tries of many queues of one receiver. */
  readonly jitter: number;
}

/** When a failed delivery is tried again; null when it is given up. */
export function nextTry({ tries, queuedAt, now, jitter }: FailedDelivery): Instant | null {
  const pause = PAUSES[tries - 1];
  if (pause === undefined || now - queuedAt >= MAX_WAIT) return null;
  return now + Math.floor(pause * (1 + jitter / 10));
}

const KINDS = LICENSE_EVENTS.map((name) => name.slice(0, name.indexOf('.')));

/** What the filter of a webhook may name: an event, or `license.*` for all of a kind (R14.2). */
export const EVENT_FILTERS: readonly string[] = [...LICENSE_EVENTS, ...new Set(KINDS.map((kind) => `${kind}.*`))];

/** Whether a webhook wants events of a type: all of them, named ones, or `license.*` (R14.2). */
export function wants(filter: readonly string[] | null, type: string): boolean {
  if (filter === null) return true;
  return filter.some((name) => name === type || (name.endsWith('.*') && type.startsWith(name.slice(0, -1))));
}
