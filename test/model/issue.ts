/** A new license of the model, as `POST /v1/codes` says (R2.2, R2.3). */

import type { Plan } from '../../functions/core/plan.ts';
import type { PlanName } from './catalog.ts';
import { PLANS } from './catalog.ts';
import { DAY, type ModelLicense, type Shop } from './shop.ts';

export interface Sale {
  readonly plan: PlanName;
  readonly orderedAt?: number;
  readonly activateBy?: number;
  readonly notAfter?: number;
  readonly desktops?: number;
  readonly promotion?: true;
}

export function issue({ licenses, now }: Shop, sale: Sale, { id, code }: { id: string; code: string }): ModelLicense {
  const plan: Plan = PLANS[sale.plan];
  const { days, starts } = plan.term;
  const limits: Record<string, number | null> = {
    ...plan.seats,
    ...(sale.desktops === undefined ? {} : { desktop: sale.desktops }),
  };
  const large = Object.keys(limits).filter((seatClass) => (limits[seatClass] ?? 501) > 500);
  const window = plan.activateWithinDays === null ? null : now + plan.activateWithinDays * DAY;
  const license: ModelLicense = {
    id,
    code,
    formerCodes: [],
    plan,
    issuedAt: now,
    activateBy: sale.activateBy ?? window,
    promotion: sale.promotion ?? false,
    notAfter: sale.notAfter ?? null,
    regions: null,
    term: days === null ? null : days * DAY,
    maintenance: plan.maintenanceDays === null ? null : plan.maintenanceDays * DAY,
    startedAt: starts === 'order' ? (sale.orderedAt ?? now) : null,
    engagedAt: null,
    suspendedAt: null,
    blockedAt: null,
    revokedAt: null,
    limits,
    large: new Set(large),
    counted: [],
    ownerReleases: [],
    renewedBy: null,
  };
  licenses.push(license);
  return license;
}
