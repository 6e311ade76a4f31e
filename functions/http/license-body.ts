import type { Instant } from '../core/instant.ts';
import type { License, LicenseDetails } from '../core/license.ts';
import { stateOf } from '../core/license-state.ts';
import { countPool } from '../core/seat-pool.ts';
import { contentUntil, daysLeft, expiresAt, graceUntil } from '../core/term.ts';
import { formatInstant, formatOptional } from './instant.ts';
import type { LicenseAnswer, OperatedLicenseAnswer } from './schemas/license-answer.ts';

/** A license as applications and owners see it (docs/api.md), computed for `now` (R2.6); its code as hint only (R1.6). */
export function licenseBody(license: License, now: Instant): LicenseAnswer {
  const { plan } = license;
  return {
    id: license.id,
    plan: plan.id,
    kind: plan.kind,
    state: stateOf(license, now),
    codeHint: license.codeHint,
    issuedAt: formatInstant(license.issuedAt),
    startedAt: formatOptional(license.startedAt),
    expiresAt: formatOptional(expiresAt(license)),
    graceUntil: formatOptional(graceUntil(license)),
    contentUntil: formatOptional(contentUntil(license, now)),
    daysLeft: daysLeft(license, now),
    seats: Object.fromEntries(
      Object.entries(license.seats).map(([seatClass, pool]) => [
        seatClass,
        { limit: pool.counter.limit, used: Math.max(0, countPool(pool, now)) },
      ]),
    ),
    entitlements: [...(license.entitlements ?? plan.entitlements)],
    metadata: { ...license.metadata },
  };
}

/** A license as operators see it. */
export function operatedLicenseBody(
  license: License,
  details: LicenseDetails | null,
  now: Instant,
): OperatedLicenseAnswer {
  const regions = license.regions ?? license.plan.regions;
  return {
    ...licenseBody(license, now),
    customer: details?.customer == null ? null : definedOf(details.customer),
    orderId: details?.orderId ?? null,
    batch: details?.batch ?? null,
    previousOf: license.renewedBy,
    planRevision: license.plan.revision,
    orderedAt: formatOptional(license.orderedAt),
    activateBy: formatOptional(license.activateBy),
    notAfter: formatOptional(license.notAfter),
    regions: regions === null ? null : [...regions],
    promotion: license.promotion,
    suspended: flagBody(license.suspended),
    blocked: flagBody(license.blocked),
    revoked: flagBody(license.revoked),
  };
}

function definedOf({ email, name }: NonNullable<LicenseDetails['customer']>) {
  return { ...(email !== undefined && { email }), ...(name !== undefined && { name }) };
}

function flagBody(flag: License['blocked']) {
  return flag === null ? null : { ...flag, at: formatInstant(flag.at) };
}
