import { DAY, type Instant } from './instant.ts';
import { type Birth, issueLicense, withDue } from './issue.ts';
import type { License } from './license.ts';
import type { Plan } from './plan.ts';
import { findReachFault } from './reach.ts';
import type { Refusal } from './refusal.ts';

/** When the term of an imported key began and ends, as far as the system that gave it out knew. */
export interface ImportedTerm {
  readonly startedAt: Instant | null;
  readonly expiresAt: Instant | null;
}

/** Why one item is refused while others are imported, in a word that programs can rely on. */
export const IMPORT_REASONS = ['imported_before', 'stands_twice', 'ends_before_start', 'too_far_ahead'] as const;

type ImportReason = (typeof IMPORT_REASONS)[number];

/** One item, not the whole request, is wrong. */
export interface ItemRefusal extends Refusal {
  readonly fields: { readonly reason: ImportReason };
  readonly detail: string;
}

/** Refuses one item. @param detail the reason for people */
export function refuseItem(reason: ImportReason, detail: string): ItemRefusal {
  return { refused: 'request_invalid', fields: { reason }, detail };
}

const SHOWN = 5;

/**
 * The hint of a key of another format: its last five characters where those of a code stand (R1.5). A key has at least
 * sixteen, so that eleven stay secret.
 */
export function importedHint(key: string): string {
  return `*****-*****-*****-${Array.from(key).slice(-SHOWN).join('')}`;
}

/**
 * The license of an imported key. Both instants known: its term is what lies between them. Only the start: the plan's
 * term from there. Only the end: the plan's term up to there, but a term cannot have begun in the future, so that a later
 * end makes it longer. Neither: a key that nobody has activated yet, as if issued now. A term that has begun counts as
 * activated: no window of activation closes on it (R2.3).
 */
export function importLicense(
  plan: Plan,
  item: ImportedTerm & { readonly metadata: Readonly<Record<string, string>> },
  birth: Birth,
): License | ItemRefusal {
  const terms = { orderedAt: null, activateBy: null, notAfter: null, seats: {}, regions: null, entitlements: null };
  const issued = issueLicense(plan, { ...terms, metadata: item.metadata, promotion: false }, birth);
  const startedAt = item.startedAt ?? impliedStart(plan, item.expiresAt, birth.issuedAt);
  if (startedAt === null) return issued;
  if (item.expiresAt !== null && item.expiresAt <= startedAt && item.startedAt !== null) {
    return refuseItem('ends_before_start', 'The term of the key ends before it starts.');
  }
  const started = {
    ...issued,
    startedAt,
    engagedAt: startedAt <= birth.issuedAt ? startedAt : null,
    term: item.expiresAt === null ? issued.term : item.expiresAt - startedAt,
  };
  const tooFar = findReachFault(started, birth.issuedAt);
  return tooFar === null ? withDue(started) : refuseItem('too_far_ahead', tooFar);
}

function impliedStart(plan: Plan, expiresAt: Instant | null, now: Instant): Instant | null {
  if (expiresAt === null) return null;
  return Math.min(now, plan.term.days === null ? expiresAt : expiresAt - plan.term.days * DAY);
}
