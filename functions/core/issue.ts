import { EMPTY_TALLY } from './activation-tally.ts';
import { nextDue } from './due.ts';
import type { LicenseEvent } from './event.ts';
import { DAY, type Instant } from './instant.ts';
import { findLargeClassMistakes } from './large-classes.ts';
import type { License } from './license.ts';
import type { Mistake } from './mistake.ts';
import type { Plan } from './plan.ts';
import { findReachFault } from './reach.ts';
import { newPool } from './seat-pool.ts';

/** What an operator may ask of new licenses beside the plan; null keeps what the plan says. */
export interface IssueTerms {
  readonly orderedAt: Instant | null;
  readonly activateBy: Instant | null;
  readonly notAfter: Instant | null;
  /** Seats of the classes that differ from the plan's. */
  readonly seats: Readonly<Record<string, number | null>>;
  readonly regions: readonly string[] | null;
  readonly entitlements: readonly string[] | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Given away: it can fund no renewal (R7.3). */
  readonly promotion: boolean;
}

/** What tells one new license from the next. */
export interface Birth {
  readonly id: string;
  readonly codeHint: string;
  readonly issuedAt: Instant;
}

/** The first version of a license, of what admits activations to it, and of its code. */
const FIRST_VERSION = 1;

/** What does not fit the plan. */
export function findIssueMistakes(plan: Plan, { seats }: Pick<IssueTerms, 'seats'>): readonly Mistake[] {
  const foreign = Object.keys(seats)
    .filter((seatClass) => !Object.hasOwn(plan.seats, seatClass))
    .map((seatClass) => ({ path: ['seats', seatClass], detail: `The plan ${plan.id} has no seats of this class.` }));
  return [...foreign, ...findLargeClassMistakes({ ...plan.seats, ...seats })];
}

/** What leads to instants that cannot be told (docs/api.md): an order date or an end too far away. */
export function findReachMistakes(plan: Plan, terms: IssueTerms, issuedAt: Instant): readonly Mistake[] {
  const detail = findReachFault(issueLicense(plan, terms, { id: '', codeHint: '', issuedAt }), issuedAt);
  return detail === null ? [] : [{ path: [terms.orderedAt === null ? 'notAfter' : 'orderedAt'], detail }];
}

/**
 * A new license under a revision of a plan. With `term.starts: order` the term starts at the order date, which is the
 * instant of issue unless given (R2.2); otherwise nothing runs until the first activation. What lies before its issue
 * was never due (R13.5).
 */
export function issueLicense(plan: Plan, terms: IssueTerms, birth: Birth): License {
  const { id, codeHint, issuedAt } = birth;
  const { orderedAt, activateBy, notAfter, regions, entitlements, metadata, promotion } = terms;
  const limits = Object.entries({ ...plan.seats, ...terms.seats });
  return withDue({
    id,
    plan,
    issuedAt,
    orderedAt,
    activateBy: activateBy ?? (plan.activateWithinDays === null ? null : issuedAt + plan.activateWithinDays * DAY),
    notAfter,
    term: plan.term.days === null ? null : plan.term.days * DAY,
    maintenance: plan.maintenanceDays === null ? null : plan.maintenanceDays * DAY,
    startedAt: plan.term.starts === 'order' ? (orderedAt ?? issuedAt) : null,
    engagedAt: null,
    suspended: null,
    blocked: null,
    revoked: null,
    codeVersion: FIRST_VERSION,
    codeHint,
    seats: Object.fromEntries(limits.map(([name, limit]) => [name, newPool(limit, FIRST_VERSION)])),
    tally: EMPTY_TALLY,
    releases: [],
    fronts: {},
    renewedBy: null,
    renews: null,
    promotion,
    regions,
    entitlements,
    metadata,
    pastEnds: [],
    recheckAt: null,
    sweptTo: issuedAt - 1,
    due: null,
    version: FIRST_VERSION,
    guard: FIRST_VERSION,
  });
}

/** The license with the instant of its first visit by the sweep. */
export function withDue(license: License): License {
  return { ...license, due: nextDue(license) };
}

/** What the audit says of a new license. */
export function issuedEvent(
  license: License,
  type: 'license.issued' | 'license.imported',
  batch: string,
): LicenseEvent {
  const { id, plan, startedAt } = license;
  const data = { batch, plan: plan.id, revision: plan.revision, kind: plan.kind };
  return { type, license: id, data, after: { state: 'issued', startedAt } };
}
