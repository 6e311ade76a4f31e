import { checkFit } from './fit.ts';
import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import type { Product } from './plan.ts';
import type { RefusalCode } from './refusal.ts';
import type { Facts } from './slot.ts';
import { contentUntil, expiresAt, hasEnded, liesAhead, toleratedUntil } from './term.ts';

/** All verdicts, in the order of docs/api.md. */
export const VERDICTS = [
  'UNKNOWN',
  'REPLACED',
  'NOT_ACTIVATED',
  'DEVICE_MISMATCH',
  'REVOKED',
  'BLOCKED',
  'SUSPENDED',
  'WRONG_PRODUCT',
  'WRONG_PLATFORM',
  'VERSION_NOT_SUPPORTED',
  'WRONG_REGION',
  'NOT_YET_VALID',
  'CONTENT_TOO_NEW',
  'TRIAL_EXPIRED',
  'EXPIRED',
  'IN_GRACE',
  'BLOCK_TOLERATED',
  'VALID',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What the id or code that was sent is on this device. */
export type Presence = 'unknown' | 'replaced' | 'absent' | 'active' | 'reserve' | 'former';

/** Everything that a verdict depends on. */
export interface Case {
  readonly now: Instant;
  readonly presence: Presence;
  readonly deviceMatches: boolean;
  /** The license in force in the slot, or null when none is. */
  readonly inForce: License | null;
  readonly product: Product | null;
  readonly facts: Facts | null;
  readonly contentDate: Instant | null;
}

type Row = readonly [verdict: Verdict, applies: (matter: Case, license: License) => boolean];

/** Verdicts about the device, before any about a license (docs/api.md); another device may activate again (R10.4). */
const ABOUT_DEVICE: readonly (readonly [Verdict, (matter: Case) => boolean])[] = [
  ['UNKNOWN', ({ presence }) => presence === 'unknown'],
  ['REPLACED', ({ presence }) => presence === 'replaced'],
  ['NOT_ACTIVATED', ({ presence, inForce }) => presence === 'absent' || inForce === null],
  ['DEVICE_MISMATCH', ({ deviceMatches }) => !deviceMatches],
];

/** Verdicts about the license in force, first that applies (docs/api.md). */
const ABOUT_LICENSE: readonly Row[] = [
  ['REVOKED', (_, { revoked }) => revoked !== null],
  ['BLOCKED', ({ now }, license) => isPast(toleratedUntil(license), now)],
  ['SUSPENDED', (_, { suspended }) => suspended !== null],
  ['WRONG_PRODUCT', unfit('wrong_product')],
  ['WRONG_PLATFORM', unfit('wrong_platform')],
  ['VERSION_NOT_SUPPORTED', unfit('version_not_supported')],
  ['WRONG_REGION', unfit('wrong_region')],
  ['NOT_YET_VALID', ({ now }, license) => liesAhead(license, now)],
  [
    'CONTENT_TOO_NEW',
    ({ now, contentDate }, license) => contentDate !== null && isPast(contentUntil(license, now), contentDate - 1),
  ],
  ['TRIAL_EXPIRED', ({ now }, license) => license.plan.kind === 'trial' && hasEnded(license, now)],
  ['EXPIRED', ({ now }, license) => hasEnded(license, now)],
  ['IN_GRACE', ({ now }, license) => isPast(expiresAt(license), now)],
  ['BLOCK_TOLERATED', (_, { blocked }) => blocked !== null],
];

function isPast(at: Instant | null, now: Instant): boolean {
  return at !== null && at <= now;
}

function unfit(code: RefusalCode) {
  return ({ product, facts }: Case, license: License): boolean =>
    facts !== null && checkFit(license, product, facts)?.refused === code;
}

/** The verdict of a case: the first of the table of docs/api.md that applies. */
export function judge(matter: Case): Verdict {
  const aboutDevice = ABOUT_DEVICE.find(([, applies]) => applies(matter))?.[0];
  if (aboutDevice !== undefined) return aboutDevice;
  const license = matter.inForce;
  return (license && ABOUT_LICENSE.find(([, applies]) => applies(matter, license))?.[0]) ?? 'VALID';
}

/** Whether a verdict lets the application run. */
export function isValid(verdict: Verdict): boolean {
  return verdict === 'VALID' || verdict === 'IN_GRACE' || verdict === 'BLOCK_TOLERATED';
}
