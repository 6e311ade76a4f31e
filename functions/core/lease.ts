import type { Mode } from './expiry-mode.ts';
import { HOUR, type Instant, SECOND } from './instant.ts';

/** How an application with a lease may run; where nothing works there is none. */
type LeaseMode = Exclude<Mode, 'off'>;

/** What a lease is made of. Instants and durations are those of core: epoch milliseconds, hours. */
export interface LeaseFacts {
  readonly issuer: string;
  readonly license: string;
  readonly product: string;
  /** Activation id that the lease is for, `act_…`. */
  readonly activation: string;
  /** Hash of the device as the client sent it (lease-device.ts). */
  readonly device: string;
  readonly kind: string;
  readonly mode: LeaseMode;
  readonly components: Readonly<Record<string, string>>;
  readonly plan: string;
  /** End of the license, null while not started and for perpetual ones. */
  readonly expiresAt: Instant | null;
  readonly graceUntil: Instant | null;
  readonly contentUntil: Instant | null;
  readonly entitlements: readonly string[];
  readonly now: Instant;
  readonly hours: number;
  readonly refreshHours: number;
  /** The next instant at which the answer could become worse; null for never. */
  readonly worseAt: Instant | null;
  /** What the client sent, null if nothing. */
  readonly nonce: string | null;
  readonly sequence: number;
}

/** Claims of a lease; instants are NumericDates (whole seconds), null when absent. */
export interface LeaseClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly act: string;
  readonly dev: string;
  readonly kind: string;
  readonly mode: LeaseMode;
  readonly components: Readonly<Record<string, string>>;
  readonly plan: string;
  readonly licExp: number | null;
  readonly graceUntil: number | null;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly entitlements: readonly string[];
  readonly contentUntil: number | null;
  readonly refreshAfter: number;
  readonly seq: number;
  readonly nonce: string | null;
}

/** Rounded down, so that no claim ever reaches beyond the instant that it stands for. */
function numericDate(at: Instant): number {
  return Math.floor(at / SECOND);
}

function numericDateOrNull(at: Instant | null): number | null {
  return at === null ? null : numericDate(at);
}

/**
 * The lease for an answer. It ends after the plan's hours or at the next instant at which the answer could become
 * worse, whichever is first: a device without network never runs on an answer that a device with network has lost.
 */
export function leaseClaims(facts: LeaseFacts): LeaseClaims {
  const { now, worseAt } = facts;
  const ends = now + facts.hours * HOUR;
  const exp = numericDate(worseAt === null ? ends : Math.min(ends, worseAt));
  const iat = numericDate(now);
  return {
    iss: facts.issuer,
    sub: facts.license,
    aud: facts.product,
    act: facts.activation,
    dev: facts.device,
    kind: facts.kind,
    mode: facts.mode,
    components: facts.components,
    plan: facts.plan,
    licExp: numericDateOrNull(facts.expiresAt),
    graceUntil: numericDateOrNull(facts.graceUntil),
    iat,
    nbf: iat,
    exp,
    entitlements: facts.entitlements,
    contentUntil: numericDateOrNull(facts.contentUntil),
    refreshAfter: Math.min(numericDate(now + facts.refreshHours * HOUR), exp),
    seq: facts.sequence,
    nonce: facts.nonce,
  };
}

/** The `refreshAfter` of the answer that carries the lease: the same instant as the claim's. */
export function refreshInstant(claims: LeaseClaims): Instant {
  return claims.refreshAfter * SECOND;
}
