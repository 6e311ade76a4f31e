import type { LicenseAnswer } from '../../http/schemas/license-answer.ts';

export type LicenseState = LicenseAnswer['state'];

export const STATES: readonly LicenseState[] = [
  'active',
  'grace',
  'issued',
  'expired',
  'suspended',
  'blocked',
  'revoked',
];

const NAMES: Readonly<Record<LicenseState, string>> = {
  issued: 'Not activated',
  active: 'Active',
  grace: 'In grace',
  expired: 'Expired',
  suspended: 'Suspended',
  blocked: 'Blocked',
  revoked: 'Revoked',
};

export function stateName(state: LicenseState): string {
  return NAMES[state];
}

/** The state of a license as a colored word; the word alone says it all. */
export function StateBadge({ state }: { readonly state: LicenseState }) {
  return <span class={`badge state-${state}`}>{NAMES[state]}</span>;
}
