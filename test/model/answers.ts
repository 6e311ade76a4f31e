/** What the model says an answer must hold; bodies as docs/api.md writes them. */
import { contentEnd, daysLeft, expiry, state } from './dates.ts';
import {
  DAY,
  HOUR,
  isHeld,
  type ModelActivation,
  type ModelLicense,
  occupants,
  type Shop,
  standingIn,
} from './shop.ts';

/** A status and every field that must be so; fields that it does not name are not the model's business. */
export interface Expected {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** docs/rules.md section 15. */
const STATUS: Readonly<Record<string, number>> = {
  license_suspended: 403,
  license_blocked: 403,
  license_revoked: 403,
  seat_unknown: 404,
  activation_unknown: 404,
  code_unknown: 404,
  wrong_region: 451,
  request_invalid: 422,
};

export function refused(code: string, fields: Readonly<Record<string, unknown>> = {}): Expected {
  return { status: STATUS[code] ?? 409, body: { code, ...fields } };
}

export function isRefused({ status }: Expected): boolean {
  return status >= 400;
}

export function written(at: number | null): string | null {
  return at === null || at === Number.POSITIVE_INFINITY ? null : new Date(at).toISOString();
}

function writtenDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** License of docs/api.md. */
export function licenseBody(shop: Shop, license: ModelLicense, counts: 'exact' | 'recent' = 'exact') {
  const { plan, startedAt } = license;
  const until = expiry(license);
  const classes = Object.entries(license.limits).map(([seatClass, limit]) => {
    // R4.6: in a validation the seats in use of a large class may be a minute old.
    const recent = counts === 'recent' && license.large.has(seatClass);
    return [seatClass, recent ? { limit } : { limit, used: occupants(shop, license, seatClass).length }] as const;
  });
  return {
    id: license.id,
    plan: plan.id,
    kind: plan.kind,
    state: state(license, shop.now),
    codeHint: `*****-*****-*****-${license.code.slice(-5)}`,
    issuedAt: written(license.issuedAt),
    startedAt: written(startedAt),
    expiresAt: written(until),
    graceUntil: plan.graceDays === 0 ? null : written(until + plan.graceDays * DAY),
    contentUntil: written(contentEnd(license, shop.now)),
    daysLeft: daysLeft(license, shop.now),
    seats: Object.fromEntries(classes),
    entitlements: plan.entitlements,
    metadata: {},
  };
}

/** A seat as owners and operators see it (R4.2, R4.4). */
export function seatBody(shop: Shop, one: ModelActivation) {
  const held = isHeld(shop, one);
  const cooled = one.activatedAt + one.license.plan.selfService.cooldownHours * HOUR;
  return {
    seatId: one.seatId,
    class: one.seatClass,
    name: one.slot.device.name,
    platform: one.platform,
    activatedAt: written(one.activatedAt),
    lastSeenOn: writtenDay(lastSeen(shop, one)),
    freeableAt: written(held ? one.heldUntil : cooled),
    role: held ? 'held' : one.standing,
  };
}

/** A device is seen by whatever license it asks about; of a seat that is only held it is known when it was left. */
export function lastSeen(shop: Shop, one: ModelActivation): number {
  const { slot, activatedAt, leftAt } = one;
  // Beyond the last eight nobody knows when it was.
  if (isHeld(shop, one)) return slot.gone.includes(one) ? (leftAt ?? activatedAt) : activatedAt;
  const present = (['active', 'reserve'] as const).flatMap((standing) => standingIn(shop, slot, standing));
  return Math.max(activatedAt, ...present.map(({ seenAt }) => seenAt));
}
