import { EMPTY_TALLY } from '../activation-tally.ts';
import type { Detail } from '../event.ts';
import { DAY } from '../instant.ts';
import type { License } from '../license.ts';
import type { Plan } from '../plan.ts';
import { refuse } from '../refusal.ts';
import { expiresAt } from '../term.ts';
import type { Operation } from './order.ts';
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
      return refuse('catalog_conflict', {}, `The plan ${plan.id} belongs to another family.`);
    }
    const end = expiresAt(license);
    if (typeof notAfter === 'number' && end !== null && end > now && notAfter < end) {
      const detail = 'would shorten a running term';
      return refuse('request_invalid', { errors: [{ pointer: '/notAfter', detail }] });
    }
    const after = applyAmendment(license, amendment);
    const names = [
      ...Object.keys(amendment).filter((name) => amendment[name as keyof Amendment] !== undefined),
      ...detailsChanged,
    ];
    const event = { type: 'license.updated' as const, license: license.id, reason, data: { changed: names } };
    return { license: after, events: [{ ...event, before: shown(license), after: shown(after) }] };
  };
}

function applyAmendment(license: License, amendment: Amendment): License {
  const { seats, plan, notAfter, regions, entitlements, metadata } = amendment;
  const planned = plan === undefined ? license : withPlan(license, plan);
  return {
    ...planned,
    seats: seats === undefined ? planned.seats : resizeSeats(planned, seats),
    ...(notAfter !== undefined && { notAfter }),
    ...(regions !== undefined && { regions }),
    ...(entitlements !== undefined && { entitlements }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** Another plan brings its seats, and its term while none runs (R2.7). */
function withPlan(license: License, plan: Plan): License {
  const limits = Object.fromEntries(
    Object.keys(license.seats).map((seatClass) => [seatClass, plan.seats[seatClass] ?? 0]),
  );
  const term = license.startedAt === null ? termOf(plan) : license.term;
  return { ...license, plan, term, seats: resizeSeats(license, { ...limits, ...plan.seats }) };
}

function termOf(plan: Plan): number | null {
  return plan.term.days === null ? null : plan.term.days * DAY;
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
