import type { ExpiryRule } from './expiry-mode.ts';

export type Kind = 'commercial' | 'trial' | 'subscription' | 'beta';

/** An installable application (docs/rules.md section 0). */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly seatClass: string;
  readonly platforms: readonly string[];
  readonly components: readonly string[];
}

/** A product that a plan covers, with the versions it admits (R11.3). */
export interface PlanProduct {
  readonly id: string;
  readonly minVersion?: string | undefined;
  readonly maxVersion?: string | undefined;
}

/** One immutable revision of a plan: what a sold code entitles to. Days and hours are whole numbers. */
export interface Plan {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly kind: Kind;
  readonly family: string;
  readonly term: { readonly days: number | null; readonly starts: 'first_activation' | 'order' };
  readonly activateWithinDays: number | null;
  readonly graceDays: number;
  readonly maintenanceDays: number | null;
  readonly entitlements: readonly string[];
  readonly seats: Readonly<Record<string, number | null>>;
  readonly activationsPerSeat: number;
  readonly products: readonly PlanProduct[];
  readonly regions: readonly string[] | null;
  readonly warnDaysBefore: readonly number[];
  readonly blockToleranceDays: number;
  readonly afterExpiry?: readonly ExpiryRule[] | undefined;
  readonly renewal: { readonly withoutPreviousDays: number } | null;
  readonly deviceMatch: { readonly threshold: number; readonly weights: Readonly<Record<string, number>> };
  readonly lease: {
    readonly hours: number;
    readonly refreshHours: number;
    readonly holdSeatUntilLeaseEnds: boolean;
  };
  readonly selfService: { readonly releasesPerYear: number; readonly cooldownHours: number };
}

/** Whether a kind counts as paid in a device's history (R5.2, R5.9). */
export function isPaid(kind: Kind): boolean {
  return kind === 'commercial' || kind === 'subscription';
}
