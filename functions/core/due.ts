import { DAY, earliest, type Instant } from './instant.ts';
import type { License } from './license.ts';
import { expiresAt, graceUntil, naturalEnd, toleratedUntil } from './term.ts';

/** What time alone brings about for a license, and when (R13.2). */
export interface DueMatter {
  readonly kind: 'warning' | 'expired' | 'grace_ended' | 'end' | 'tolerance_ended';
  readonly at: Instant;
  readonly daysBefore?: number;
}

/**
 * Every instant of a license that needs a visit of the sweep, in order: warnings, expiry, end of grace, end of block
 * tolerance (R13.2), and the end itself, at which reserves take over (R6.5).
 */
export function dueMatters(license: License): readonly DueMatter[] {
  if (license.revoked !== null) return [{ kind: 'end', at: license.revoked.at }];
  const matters = [...termMatters(license)];
  const tolerated = toleratedUntil(license);
  if (tolerated !== null) matters.push({ kind: 'tolerance_ended', at: tolerated });
  return matters.sort((a, b) => a.at - b.at);
}

function* termMatters(license: License): Generator<DueMatter> {
  const expiry = expiresAt(license);
  if (expiry === null || license.startedAt === null) {
    const end = naturalEnd(license);
    if (end !== null) yield { kind: 'expired', at: end };
    return;
  }
  for (const daysBefore of license.plan.warnDaysBefore) {
    const at = expiry - daysBefore * DAY;
    // A warning due before the term's start was never due (R13.5).
    if (at >= license.startedAt) yield { kind: 'warning', at, daysBefore };
  }
  yield { kind: 'expired', at: expiry };
  const grace = graceUntil(license);
  if (grace !== null) yield { kind: 'grace_ended', at: grace };
}

/**
 * When the sweep must next visit a license, or null: the first matter that it has not visited yet (R13.1), or a look at
 * reserves whose take-over is due but could not be done (R6.3).
 */
export function nextDue(license: License): Instant | null {
  const ahead = dueMatters(license).filter(({ at }) => at > license.sweptTo);
  return earliest(license.recheckAt, ...ahead.map(({ at }) => at));
}
