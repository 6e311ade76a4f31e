import type { License } from '../license.ts';
import { isPaid } from '../plan.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { History } from '../slot.ts';
import type { Licenses } from '../take-over.ts';
import type { PreviousCode } from './command.ts';

/** How a renewal's first activation is paid for (R7): by a previous license, or by accepting the shorter term. */
export type Funding = { readonly by: string } | { readonly shorterDays: number } | null;

export type RenewalRejection =
  | 'malformed'
  | 'unknown'
  | 'blocked'
  | 'revoked'
  | 'already_used'
  | 'trial'
  | 'promotion'
  | 'other_family'
  | 'fewer_seats'
  | 'same_license';

/** Why a previous license cannot fund a renewal, first that applies (R7.3); null when it can. */
export function rejectPrevious(renewal: License, previous: License): RenewalRejection | null {
  if (previous.id === renewal.id) return 'same_license';
  if (previous.blocked !== null) return 'blocked';
  if (previous.revoked !== null) return 'revoked';
  if (previous.renewedBy !== null) return 'already_used';
  if (previous.plan.kind === 'trial') return 'trial';
  if (previous.promotion || !isPaid(previous.plan.kind)) return 'promotion';
  if (previous.plan.family !== renewal.plan.family) return 'other_family';
  return hasFewerSeats(previous, renewal) ? 'fewer_seats' : null;
}

function hasFewerSeats(previous: License, renewal: License): boolean {
  return Object.entries(renewal.seats).some(([seatClass, { counter }]) => {
    const pool = previous.seats[seatClass];
    const limit = pool === undefined ? 0 : pool.counter.limit;
    return limit !== null && (counter.limit === null || limit < counter.limit);
  });
}

/**
 * How a license that is about to be activated for the first time is funded (R7.1–R7.3).
 * @returns null for a license that is no renewal or was funded before
 */
export function fundRenewal(
  license: License,
  history: History,
  licenses: Licenses,
  request: { readonly previous: PreviousCode | null; readonly acceptShorterTerm: boolean },
): Funding | Refusal {
  const { renewal } = license.plan;
  if (renewal === null || license.engagedAt !== null) return null;
  if (request.previous !== null) return fundByCode(license, licenses, request.previous);
  const found = history.paidLicenses.flatMap((id) => licenses.get(id) ?? []);
  const unused = found.filter(({ renewedBy }) => renewedBy === null);
  const judged = unused.map((previous) => ({ by: previous.id, reason: rejectPrevious(license, previous) }));
  const funding = judged.find(({ reason }) => reason === null);
  if (funding !== undefined) return { by: funding.by };
  const { withoutPreviousDays } = renewal;
  if (request.acceptShorterTerm) return { shorterDays: withoutPreviousDays };
  // The newest one that has funded nothing yet was found, but is refused (R7.3).
  const [rejected] = judged;
  if (rejected === undefined) return refuse('renewal_previous_required', { withoutPreviousDays });
  return refuse('renewal_previous_rejected', { reason: rejected.reason, withoutPreviousDays });
}

function fundByCode(license: License, licenses: Licenses, proved: PreviousCode): Funding | Refusal {
  if ('problem' in proved) return refuse('renewal_previous_rejected', { reason: proved.problem });
  const previous = licenses.get(proved.license);
  const reason = previous === undefined ? 'unknown' : rejectPrevious(license, previous);
  return reason === null ? { by: proved.license } : refuse('renewal_previous_rejected', { reason });
}
