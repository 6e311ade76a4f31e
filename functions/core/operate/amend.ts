import { EMPTY_TALLY } from '../activation-tally.ts';
import type { Detail } from '../event.ts';
import { DAY, type Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { rememberEnd } from '../past-end.ts';
import type { Plan } from '../plan.ts';
import { checkReach, findReachFault } from '../reach.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { expiresAt, hasEnded, naturalEnd } from '../term.ts';
import type { Operation } from './instruction.ts';
import { resizeSeats } from './resize.ts';

/** What an operator may change of a license; what is absent stays. */
export interface Amendment {
  readonly seats?: Readonly<Record<string, number | null>> | undefined;
  readonly notAfter?: number | null | undefined;
  readonly regions?: readonly string[] | null | undefined;
  readonly entitlements?: readonly string[] | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly plan?: Plan | undefined;
}

/** Changes a license's terms within the rules: nobody is evicted (R4.6) and no running term is shortened (R2.7). */
export function amend(amendment: Amendment, detailsChanged: readonly string[] = []): Operation {
  return (license, { reason, now }) => {
    const { plan, notAfter } = amendment;
    if (plan !== undefined && plan.family !== license.plan.family) {
      return refusePart('/plan', `Belongs to another family, ${plan.family}.`);
    }
    const after = rememberEnd(license, applyAmendment(license, amendment), now);
    if (shortens(license, after, now)) {
      const pointer = typeof notAfter === 'number' ? '/notAfter' : '/plan';
      return refusePart(pointer, 'Would shorten a running term.');
    }
    if (plan !== undefined && license.startedAt === null && hasEnded(after, now) && !hasEnded(license, now)) {
      return refusePart('/plan', 'Would end the license at once.');
    }
    const tooFar = checkReach(after, now, notAfter === undefined ? '/plan' : '/notAfter');
    // One that reaches too far already can still have its other terms changed.
    if (tooFar !== null && findReachFault(license, now) === null) return tooFar;
    const wanted = Object.keys(amendment) as (keyof Amendment)[];
    const names = [...wanted.filter((name) => differs(license, after, name)), ...detailsChanged];
    // Whoever lost the answer sends it again: what stands already is not changed once more.
    if (names.length === 0) return null;
    const event = { type: 'license.updated' as const, license: license.id, reason, data: { changed: names } };
    return { license: after, events: [{ ...event, before: shown(license), after: shown(after) }] };
  };
}

function refusePart(pointer: string, detail: string): Refusal {
  return refuse('request_invalid', { errors: [{ pointer, detail }] });
}

function differs(before: License, after: License, name: keyof Amendment): boolean {
  if (name === 'plan') return !isSame(before.plan, after.plan);
  const [old, next] = name === 'seats' ? [shown(before).seats, shown(after).seats] : [before[name], after[name]];
  return JSON.stringify(old) !== JSON.stringify(next);
}

function isSame(plan: Plan, other: Plan): boolean {
  return plan.id === other.id && plan.revision === other.revision;
}

/** Whether a running term would end sooner, or its grace (R2.7). */
function shortens(before: License, after: License, now: Instant): boolean {
  if (before.startedAt === null || hasEnded(before, now)) return false;
  return isSooner(expiresAt(after), expiresAt(before)) || isSooner(naturalEnd(after), naturalEnd(before));
}

function isSooner(end: Instant | null, than: Instant | null): boolean {
  return end !== null && (than === null || end < than);
}

function applyAmendment(license: License, amendment: Amendment): License {
  const { seats, plan, notAfter, regions, entitlements, metadata } = amendment;
  // The very plan that it has brings nothing: its own seats and term stay.
  const planned = plan === undefined || isSame(plan, license.plan) ? license : withPlan(license, plan);
  return {
    ...planned,
    seats: seats === undefined ? planned.seats : resizeSeats(planned, seats),
    ...(notAfter !== undefined && { notAfter }),
    ...(regions !== undefined && { regions }),
    ...(entitlements !== undefined && { entitlements }),
    ...(metadata !== undefined && { metadata }),
  };
}

/**
 * Another plan brings its seats, and its term and maintenance while none runs (R2.7); extensions are kept (R7.5). Under
 * one that starts by the order, the term of a license that nobody has activated runs from its order (R2.2).
 */
function withPlan(license: License, plan: Plan): License {
  const limits = Object.fromEntries(
    Object.keys(license.seats).map((seatClass) => [seatClass, plan.seats[seatClass] ?? 0]),
  );
  const seats = resizeSeats(license, { ...limits, ...plan.seats });
  if (license.startedAt !== null) return { ...license, plan, seats };
  const term = replan(license.term, license.plan.term.days, plan.term.days);
  const maintenance = replan(license.maintenance, license.plan.maintenanceDays, plan.maintenanceDays);
  const byOrder = plan.term.starts === 'order' && license.engagedAt === null;
  const startedAt = byOrder ? (license.orderedAt ?? license.issuedAt) : null;
  return { ...license, plan, seats, term, maintenance, startedAt };
}

/** A length of another plan, with what extensions have added to that of the plan before. */
function replan(length: number | null, days: number | null, next: number | null): number | null {
  if (next === null) return null;
  return next * DAY + (length === null || days === null ? 0 : Math.max(0, length - days * DAY));
}

function shown(license: License): Record<string, Detail> {
  const seats = Object.entries(license.seats).map(([seatClass, { counter }]) => [seatClass, counter.limit] as const);
  return {
    plan: license.plan.id,
    revision: license.plan.revision,
    notAfter: license.notAfter,
    seats: Object.fromEntries(seats),
  };
}

/** Support forgives the activations counted so far (R3.3). */
export const resetActivations: Operation = (license, { reason }) => ({
  license: {
    ...license,
    tally: EMPTY_TALLY,
    seats: Object.fromEntries(
      Object.entries(license.seats).map(([seatClass, pool]) => [
        seatClass,
        { ...pool, shards: pool.shards.map((shard) => ({ ...shard, tally: EMPTY_TALLY })) },
      ]),
    ),
  },
  events: [
    {
      type: 'activations.reset',
      license: license.id,
      reason,
      before: { counted: license.tally.total },
      after: { counted: 0 },
    },
  ],
});

/** A new code for the same license; the old one answers `code_rotated` (R12.2). */
export function rotateCode(codeHint: string): Operation {
  return (license, { reason }) => ({
    license: { ...license, codeVersion: license.codeVersion + 1, codeHint },
    events: [
      {
        type: 'code.rotated',
        license: license.id,
        reason,
        before: { version: license.codeVersion },
        after: { version: license.codeVersion + 1 },
      },
    ],
  });
}
