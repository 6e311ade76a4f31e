import { HOUR, SECOND } from '../core/instant.ts';
import type { Setup } from './options.ts';
import type { Status } from './status.ts';

const FIRST_WAIT = 30 * SECOND;
/** After a definite no, to notice when it is lifted; and the longest back-off. */
const LONG_WAIT = HOUR;
/** A machine that slept through its timer looks again at least this often. */
export const MAX_SLEEP = 6 * HOUR;

/** The last call's trouble: how many in a row, and for how long the service asked to be left alone. */
export interface Troubles {
  count: number;
  retryAfterSeconds: number | null;
}

/**
 * When to look again, in milliseconds from now.
 *
 * Clients that were sold on one day must not ask in one second, so every wait has jitter: after trouble between half of
 * the doubled wait and all of it, else up to an hour, but never beyond half of what the lease has left then. The client also
 * looks when time alone changes its decision.
 *
 * @param status null when it cannot be told, because the application's store fails
 * @param random from 0 to 1
 */
export function waitFor(status: Status | null, troubles: Troubles, random: number): number {
  const change = status?.until ? status.until - status.now : Number.POSITIVE_INFINITY;
  return Math.max(SECOND, Math.min(waitToAsk(status, troubles, random), change, MAX_SLEEP));
}

function waitToAsk(status: Status | null, troubles: Troubles, random: number): number {
  if (troubles.count > 0) {
    const wait = Math.min(LONG_WAIT, FIRST_WAIT * 2 ** (troubles.count - 1));
    return Math.max((troubles.retryAfterSeconds ?? 0) * SECOND, wait / 2) + (random * wait) / 2;
  }
  if (status === null || status.reason === 'refused') return LONG_WAIT * (0.75 + random / 2);
  const { refreshAt, leaseEndsAt, now } = status;
  if (refreshAt === null || leaseEndsAt === null) return LONG_WAIT * (0.75 + random / 2);
  return Math.max(refreshAt - now, 0) + random * Math.min((leaseEndsAt - refreshAt) / 2, HOUR);
}

/** Looks again and again in the background. */
export interface Refresher {
  start(): void;
  stop(): void;
  /** Plans the next look anew, after a call has changed what is known. */
  replan(status: Status | null, troubles: Troubles): void;
}

/** @param look asks the service if that is due; it must not reject */
export function createRefresher({ random }: Setup, look: () => Promise<void>): Refresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStarted = false;
  return {
    start() {
      isStarted = true;
    },
    stop() {
      isStarted = false;
      clearTimeout(timer);
    },
    replan(status, troubles) {
      clearTimeout(timer);
      if (!isStarted) return;
      timer = setTimeout(() => void look(), waitFor(status, troubles, random()));
      // In Node a waiting refresh must not keep the process alive; browsers have numbers for timers.
      if (typeof timer === 'object') timer.unref();
    },
  };
}
