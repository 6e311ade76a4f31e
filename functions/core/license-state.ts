import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { expiresAt, hasEnded, liesAhead } from './term.ts';

export type LicenseState = 'issued' | 'active' | 'grace' | 'expired' | 'suspended' | 'blocked' | 'revoked';

type Row = readonly [state: LicenseState, holds: (license: License, now: Instant) => boolean];

/** The states of a license, first that applies (R9.4). */
const STATES: readonly Row[] = [
  ['revoked', (license) => license.revoked !== null],
  ['blocked', (license) => license.blocked !== null],
  ['suspended', (license) => license.suspended !== null],
  ['expired', hasEnded],
  ['grace', (license, now) => isPast(expiresAt(license), now)],
  ['active', (license, now) => license.startedAt !== null && !liesAhead(license, now)],
];

function isPast(at: Instant | null, now: Instant): boolean {
  return at !== null && at <= now;
}

/** The state of a license at `now`, computed from stored instants (R2.6, R9.4). */
export function stateOf(license: License, now: Instant): LicenseState {
  return STATES.find(([, holds]) => holds(license, now))?.[0] ?? 'issued';
}
