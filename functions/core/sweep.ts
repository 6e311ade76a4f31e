import { type DueMatter, dueMatters } from './due.ts';
import type { EventType, LicenseEvent } from './event.ts';
import type { Instant } from './instant.ts';
import type { License } from './license.ts';

const EVENTS: Record<DueMatter['kind'], EventType | null> = {
  warning: 'license.expiring',
  expired: 'license.expired',
  grace_ended: 'license.grace_ended',
  tolerance_ended: 'license.block_tolerance_ended',
  end: null,
};

/** A license after a visit, and what time has brought about since the visit before. */
export interface Visit {
  readonly license: License;
  readonly events: readonly LicenseEvent[];
}

/**
 * Does everything that has become due for a license by `now`, in order, each exactly once (R13.1, R13.2, R13.5): the
 * visited instants are behind `sweptTo`, which only moves forward (R2.7). Nothing is deleted (R13.4).
 */
export function visit(license: License, now: Instant): Visit {
  if (now <= license.sweptTo) return { license, events: [] };
  const due = dueMatters(license).filter(({ at }) => at > license.sweptTo && at <= now);
  // A reserve may yet turn out to have started in the past (R6.3); what its term has brought about since is not skipped.
  const sweptTo = license.startedAt === null ? (due.at(-1)?.at ?? license.sweptTo) : now;
  const events = due.flatMap((matter) => toEvent(license.id, matter));
  return { license: sweptTo === license.sweptTo ? license : { ...license, sweptTo }, events };
}

function toEvent(license: string, { kind, at, daysBefore }: DueMatter): LicenseEvent[] {
  const type = EVENTS[kind];
  if (type === null) return [];
  return [{ type, license, dueAt: at, ...(daysBefore === undefined ? {} : { data: { daysBefore } }) }];
}
