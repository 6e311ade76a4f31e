import { DAY, type Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { rememberEnd } from '../past-end.ts';
import { expiresAt, maintainedUntil, naturalEnd } from '../term.ts';
import type { Operation } from './instruction.ts';

/**
 * Adds days (R7.5): from the end while the term runs or is in grace, from now once it has ended, to the term while it
 * has not started. `notAfter` moves along, and so does maintenance, from its own end or from now (R2.9).
 */
export function extend(days: number): Operation {
  return (license, { now, reason }) => {
    const extended = addDays(license, days * DAY, now);
    // Perpetual, without maintenance: there is no end to move.
    if (extended === null) return null;
    const event = {
      type: 'license.extended' as const,
      license: license.id,
      reason,
      data: { days },
      before: endsOf(license),
      after: endsOf(extended),
    };
    return { license: rememberEnd(license, extended, now), events: [event] };
  };
}

function endsOf(license: License): Readonly<Record<string, Instant | null>> {
  const { notAfter } = license;
  const maintained = maintainedUntil(license);
  return { expiresAt: expiresAt(license), notAfter, ...(maintained !== null && { contentUntil: maintained }) };
}

function addDays(license: License, added: number, now: Instant): License | null {
  const end = naturalEnd(license);
  const ended = end !== null && end <= now;
  const maintenance = extendMaintenance(license, added, now);
  if (license.startedAt === null) {
    const term = license.term === null ? null : license.term + added;
    const notAfter = license.notAfter === null ? null : (ended ? now : license.notAfter) + added;
    return term === null && notAfter === null && maintenance === null
      ? null
      : { ...license, term, notAfter, maintenance };
  }
  const expiry = expiresAt(license);
  if (expiry === null) return maintenance === null ? null : { ...license, maintenance };
  const until = (ended ? now : expiry) + added;
  const notAfter = license.notAfter === null ? null : Math.max(license.notAfter, until);
  const term = license.term === null ? null : Math.max(license.term, until - license.startedAt);
  return { ...license, term, notAfter, maintenance };
}

function extendMaintenance({ maintenance, startedAt }: License, added: number, now: Instant): number | null {
  if (maintenance === null) return null;
  if (startedAt === null) return maintenance + added;
  return Math.max(startedAt + maintenance, now) - startedAt + added;
}
