import type { ActivationTally } from './activation-tally.ts';
import type { Instant } from './instant.ts';
import type { Plan } from './plan.ts';
import type { SeatPool } from './seat-pool.ts';

/** Why, by whom and when a license was suspended, blocked or revoked (R9.4). */
export interface Flag {
  readonly at: Instant;
  readonly reason: string;
  readonly actor: string;
}

/** A license that an unstarted one waits behind, on how many devices, and since when (R6.4). */
export interface Front {
  readonly slots: number;
  readonly since: Instant;
}

/** One sold entitlement with its own state; durations are milliseconds. */
export interface License {
  readonly id: string;
  readonly plan: Plan;
  readonly issuedAt: Instant;
  readonly orderedAt: Instant | null;
  readonly activateBy: Instant | null;
  readonly notAfter: Instant | null;
  /** Length of the term, extensions included; null is perpetual (R2.1). */
  readonly term: number | null;
  /** Length of maintenance from the start; null is without end (R2.9). */
  readonly maintenance: number | null;
  readonly startedAt: Instant | null;
  /** First activation or first time added as a reserve (R2.3). */
  readonly engagedAt: Instant | null;
  readonly suspended: Flag | null;
  readonly blocked: Flag | null;
  readonly revoked: Flag | null;
  readonly codeVersion: number;
  readonly codeHint: string;
  readonly seats: Readonly<Record<string, SeatPool>>;
  readonly tally: ActivationTally;
  /** Self-service releases of the last 365 days (R4.3). */
  readonly releases: readonly Instant[];
  readonly fronts: Readonly<Record<string, Front>>;
  readonly renewedBy: string | null;
  readonly renews: string | null;
  readonly promotion: boolean;
  /** Overrides of the plan; null keeps the plan's. */
  readonly regions: readonly string[] | null;
  readonly entitlements: readonly string[] | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Ends that have started a reserve, or that an extension passed over: a take-over due at one stays due (R6.4). */
  readonly pastEnds: readonly Instant[];
  /** When the sweep shall look again for take-overs that are due but not done yet (R6.3, R6.4); null for never. */
  readonly recheckAt: Instant | null;
  /** Instants up to this one have been visited by the sweep (R13.1). */
  readonly sweptTo: Instant;
  /** When the sweep must next look; null for never. */
  readonly due: Instant | null;
  /** Changes with every write but the counting of seats; writers condition on it. */
  readonly version: number;
  /** Changes with what admits activations (flags, limits, plan); counter shards carry a copy (R4.6). */
  readonly guard: number;
}

/** What only operators see, stored beside the license. */
export interface LicenseDetails {
  readonly batch: string;
  readonly customer: { readonly email?: string | undefined; readonly name?: string | undefined } | null;
  readonly orderId: string | null;
}
