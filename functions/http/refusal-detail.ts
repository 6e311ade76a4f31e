import type { RenewalRejection } from '../core/activation/renewal.ts';
import type { Refusal } from '../core/refusal.ts';

/** R7.3: why a previous license cannot be renewed, in words. */
const REJECTIONS: Readonly<Record<RenewalRejection, string>> = {
  malformed: 'The previous code is not well formed.',
  unknown: 'The previous code is unknown.',
  blocked: 'The previous license is blocked.',
  revoked: 'The previous license was revoked.',
  already_used: 'The previous license was already used for a renewal.',
  trial: 'The previous license is a trial.',
  promotion: 'The previous license was free.',
  other_family: 'The previous license is for another family of products.',
  fewer_seats: 'The previous license has fewer seats than the renewal.',
  same_license: 'A license cannot renew itself.',
};

/** What the ids in a path are ids of. */
const MISSING: Readonly<Record<string, string>> = {
  licenses: 'There is no license with this id.',
  products: 'There is no product with this id.',
  plans: 'There is no plan with this id.',
  batches: 'There is no license in this batch.',
  keys: 'There is no API key with this prefix.',
  webhooks: 'There is no webhook with this id.',
};

/** What the fields of a refusal say, in words; undefined where the title says all. */
export function explainFields({ refused, fields = {} }: Refusal): string | undefined {
  if (refused === 'code_malformed') return explainCode(fields);
  if (refused === 'renewal_previous_rejected') return REJECTIONS[fields.reason as RenewalRejection];
  return undefined;
}

/** R1.4: what is wrong with a code, and where. */
function explainCode({ problem, position }: Readonly<Record<string, unknown>>): string | undefined {
  if (problem === 'length') return 'A code has 20 letters and digits.';
  if (problem === 'symbol' && typeof position === 'number') return `Symbol ${position} is none that a code can have.`;
  return problem === 'check' ? 'A symbol is wrong, or two are swapped.' : undefined;
}

/** The refusal with what its route has not found, where nothing closer is known. */
export function nameMissing(refusal: Refusal, routeKey: string): Refusal {
  if (refusal.refused !== 'not_found' || refusal.detail !== undefined) return refusal;
  const [, collection = ''] = /\/v1\/(\w+)\/\{/.exec(routeKey) ?? [];
  const detail = MISSING[collection];
  return detail === undefined ? refusal : { ...refusal, detail };
}
