import type { ClockReading } from './client-clock.ts';
import { type Instant, SECOND } from './instant.ts';
import type { LeaseClaims } from './lease.ts';

/**
 * The service's last definite word: `no` carries a verdict whose mode is `off`. Trouble of any sort (no network,
 * time-out, 429, 5xx, an answer that does not verify or is not the service's own) is no word and changes nothing.
 */
export type LastWord = { readonly kind: 'none' } | { readonly kind: 'no'; readonly verdict: string };

/** All that a client decides on. */
export interface OfflineFacts {
  /** The device has an activation id. */
  readonly activated: boolean;
  /** The newest lease that verifies, for this product and this device; null if there is none. */
  readonly lease: LeaseClaims | null;
  readonly clock: ClockReading;
  readonly lastWord: LastWord;
  /** Date of the newest content installed by hand; null if the application has none (R8.4). */
  readonly contentDate: Instant | null;
}

/** Why a client decides as it does; stable. The first that applies, in this order. */
export type DecisionReason =
  | 'refused'
  | 'not_activated'
  | 'no_lease'
  | 'clock_set_back'
  | 'lease_ended'
  | 'content_too_new'
  | 'limited'
  | 'in_grace'
  | 'licensed';

/** What the application shall do. */
export interface Decision {
  readonly run: 'full' | 'limited' | 'off';
  readonly reason: DecisionReason;
  /** The application runs again only after a person has connected it to the network. */
  readonly goOnline: boolean;
  /** The client should ask the service as soon as it can, without bothering anybody. */
  readonly refresh: boolean;
  /** When time alone will change this decision; null when it will not. */
  readonly until: Instant | null;
}

/** What follows from each reason: the decision table of docs/offline.md. */
const OUTCOMES: Readonly<Record<DecisionReason, Pick<Decision, 'run' | 'goOnline'>>> = {
  refused: { run: 'off', goOnline: false },
  not_activated: { run: 'off', goOnline: true },
  no_lease: { run: 'off', goOnline: true },
  clock_set_back: { run: 'off', goOnline: true },
  lease_ended: { run: 'off', goOnline: true },
  content_too_new: { run: 'off', goOnline: false },
  limited: { run: 'limited', goOnline: false },
  in_grace: { run: 'full', goOnline: false },
  licensed: { run: 'full', goOnline: false },
};

function isPast(date: number | null, now: Instant): boolean {
  return date !== null && date * SECOND <= now;
}

/** Claims are rounded down to seconds, so content of that same second is still old enough (R2.9). */
function isTooNew(contentDate: Instant | null, contentUntil: number | null): boolean {
  return contentDate !== null && contentUntil !== null && contentDate >= (contentUntil + 1) * SECOND;
}

function reasonFor(lease: LeaseClaims, { clock, contentDate }: OfflineFacts): DecisionReason {
  if (clock.setBack) return 'clock_set_back';
  if (isPast(lease.exp, clock.now)) return 'lease_ended';
  if (isTooNew(contentDate, lease.contentUntil)) return 'content_too_new';
  if (lease.mode === 'limited') return 'limited';
  return isPast(lease.licExp, clock.now) ? 'in_grace' : 'licensed';
}

/** When a lease that runs leads to another decision: at its end, or before that where the grace period begins. */
function nextChange(lease: LeaseClaims, reason: DecisionReason): Instant {
  const first = reason === 'licensed' && lease.licExp !== null ? Math.min(lease.exp, lease.licExp) : lease.exp;
  return first * SECOND;
}

/**
 * The decision table of a client. A definite no stops; trouble of the network alone never does: a lease is good until
 * its `exp`, which the service has set within the license, its grace and whatever else could make the answer worse.
 */
export function decideOffline(facts: OfflineFacts): Decision {
  const { lease, lastWord, activated, clock } = facts;
  if (lastWord.kind === 'no') {
    return { ...OUTCOMES.refused, reason: 'refused', refresh: false, until: null };
  }
  if (lease === null) {
    const reason = activated ? 'no_lease' : 'not_activated';
    return { ...OUTCOMES[reason], reason, refresh: activated, until: null };
  }
  const reason = reasonFor(lease, facts);
  const outcome = OUTCOMES[reason];
  return {
    ...outcome,
    reason,
    refresh: outcome.goOnline || isPast(lease.refreshAfter, clock.now),
    until: outcome.run === 'off' ? null : nextChange(lease, reason),
  };
}
