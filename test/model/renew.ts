/** How a renewal is paid for (R7). */
import { type Expected, refused } from './answers.ts';
import { isPaid, type ModelLicense, type ModelSlot } from './shop.ts';

export type Funding = { readonly by: ModelLicense } | { readonly days: number } | null;

/** The order of R7.3, but that a renewal is first looked at for being its own. */
function reject(renewal: ModelLicense, previous: ModelLicense): string | null {
  if (previous === renewal) return 'same_license';
  if (previous.blockedAt !== null) return 'blocked';
  if (previous.revokedAt !== null) return 'revoked';
  if (previous.renewedBy !== null) return 'already_used';
  if (previous.plan.kind === 'trial') return 'trial';
  if (previous.promotion || !isPaid(previous.plan.kind)) return 'promotion';
  if (previous.plan.family !== renewal.plan.family) return 'other_family';
  const fewer = Object.entries(renewal.limits).some(([seatClass, wanted]) => {
    const had = seatClass in previous.limits ? previous.limits[seatClass] : 0;
    return had !== null && (wanted === null || (had ?? 0) < wanted);
  });
  return fewer ? 'fewer_seats' : null;
}

export function payForRenewal(
  renewal: ModelLicense,
  slot: ModelSlot,
  request: { readonly previous: ModelLicense | null; readonly acceptShorterTerm: boolean },
): Funding | Expected {
  const terms = renewal.plan.renewal;
  if (terms === null || renewal.engagedAt !== null) return null;
  const { withoutPreviousDays } = terms;
  if (request.previous !== null) {
    const reason = reject(renewal, request.previous);
    return reason === null ? { by: request.previous } : refused('renewal_previous_rejected', { reason });
  }
  const unused = slot.paidLicenses.filter(({ renewedBy }) => renewedBy === null);
  const good = unused.find((previous) => reject(renewal, previous) === null);
  if (good !== undefined) return { by: good };
  if (request.acceptShorterTerm) return { days: withoutPreviousDays };
  const [newest] = unused;
  if (newest === undefined) return refused('renewal_previous_required', { withoutPreviousDays });
  return refused('renewal_previous_rejected', { reason: reject(renewal, newest) });
}
