/** Activation (R3): the refusals of section 15 in their order, then what the code becomes. */
import type { Product } from '../../functions/core/plan.ts';
import { type Expected, licenseBody, refused, written } from './answers.ts';
import { hasEnded, isAhead, isRunning, toleratedUntil } from './dates.ts';
import { type ModelFacts, misfit } from './fit.ts';
import { passTime } from './hand-over.ts';
import { type Confirmation, type Place, place, refuseSubscription } from './place.ts';
import { payForRenewal } from './renew.ts';
import { refuseCount, takeSeat } from './seats.ts';
import { settleIn } from './settle-in.ts';
import {
  DAY,
  type ModelActivation,
  type ModelDevice,
  type ModelLicense,
  type ModelSlot,
  type Shop,
  slotOf,
} from './shop.ts';
import { standingBody } from './validate.ts';

export interface Activation {
  readonly code: ModelLicense;
  readonly isFormerCode: boolean;
  readonly device: ModelDevice;
  readonly product: Product;
  readonly facts: ModelFacts;
  readonly replace: boolean;
  readonly confirmed: Confirmation | null;
  readonly releaseSeat: ModelActivation | null;
  readonly previous: ModelLicense | null;
  readonly acceptShorterTerm: boolean;
}

/** The answer, and the activation that it is about; a new one has no id yet, as the service makes it up. */
export interface Activated {
  readonly answer: (shop: Shop) => Expected;
  readonly activation: ModelActivation | null;
}

export function activate(shop: Shop, request: Activation): Activated {
  const slot = slotOf(shop, request.device, request.product.family);
  const outcome = decide(shop, slot, request);
  passTime(shop, shop.now);
  if ('status' in outcome) return { answer: () => outcome, activation: null };
  const { one, created } = outcome;
  const answer = (): Expected => {
    const { id: activationId, seatId, license, told, standing: role } = one;
    const said = { activationId, seatId, created, role, license: licenseBody(shop, license), ...told };
    return {
      status: created ? 201 : 200,
      body: { ...standingBody(shop, one, request.product, request.facts), ...said, serverTime: written(shop.now) },
    };
  };
  return { answer, activation: one };
}

function decide(
  shop: Shop,
  slot: ModelSlot,
  request: Activation,
): Expected | { one: ModelActivation; created: boolean } {
  const { code, facts, product } = request;
  const existing = shop.activations.find(
    (one) =>
      one.slot === slot &&
      one.license === code &&
      one.seatClass === product.seatClass &&
      (one.standing === 'active' || one.standing === 'reserve'),
  );
  const refusal = refuseCode(shop, slot, request, existing !== undefined);
  if (refusal !== null) return refusal;
  if (existing !== undefined && !comesIntoForce(shop, slot, existing, request.replace)) {
    repeat(shop, existing, facts);
    return { one: existing, created: false };
  }
  const late =
    refuseDates(shop, code) ?? refuseTrial(shop, slot, code) ?? refuseSubscription(shop, slot, code, request.replace);
  if (late !== null) return late;
  const funding = payForRenewal(code, slot, request);
  if (funding !== null && 'status' in funding) return funding;
  const { term } = code;
  // R7.2; what an extension has added stays on top.
  if (funding !== null && 'days' in funding)
    code.term = (term ?? 0) - (code.plan.term.days ?? 0) * DAY + funding.days * DAY;
  const where: Place | Expected = refuseDates(shop, code) ?? place(shop, slot, code, request);
  const seated =
    'status' in where
      ? where
      : existing === undefined
        ? (refuseCount(shop, code, product) ?? takeSeat(shop, slot, request))
        : null;
  if (seated !== null && 'status' in seated) code.term = term;
  if ('status' in where) return where;
  if (seated !== null && 'status' in seated) return seated;
  if (funding !== null && 'by' in funding) funding.by.renewedBy = code;
  const one = seated ?? existing;
  if (one === undefined) throw new Error('nobody to seat');
  const warnings = settleIn(shop, slot, one, where.role);
  if (existing !== undefined) repeat(shop, existing, facts);
  one.told = { forfeitedDays: where.forfeitedDays, warnings };
  return { one, created: existing === undefined };
}

/** Whether the code is good for this device at all (R9, R11). */
function refuseCode(
  shop: Shop,
  slot: ModelSlot,
  { code, isFormerCode, product, facts }: Activation,
  repeated: boolean,
) {
  if (isFormerCode && slot.front !== code && slot.reserve !== code) return refused('code_rotated');
  if (code.revokedAt !== null) return refused('license_revoked');
  if (code.blockedAt !== null && !(repeated && shop.now < toleratedUntil(code))) return refused('license_blocked');
  if (code.suspendedAt !== null) return refused('license_suspended');
  const found = misfit(code, product, facts);
  return found === null ? null : refused(found.code, found.fields);
}

/** R2.3. */
function refuseDates(shop: Shop, license: ModelLicense): Expected | null {
  const { engagedAt, activateBy, notAfter } = license;
  if (engagedAt === null && activateBy !== null && activateBy <= shop.now) {
    return refused('activation_window_closed', { activateBy: written(activateBy) });
  }
  if (isAhead(license, shop.now)) return refused('not_yet_valid', { startsAt: written(license.startedAt) });
  const isLate = engagedAt === null && notAfter !== null && notAfter <= shop.now;
  return isLate || hasEnded(license, shop.now) ? refused('license_expired') : null;
}

/** R5.1–R5.3, R5.9. */
function refuseTrial(shop: Shop, { paid, front, trial }: ModelSlot, code: ModelLicense): Expected | null {
  if (code.plan.kind !== 'trial') return null;
  if (paid) return refused('trial_after_commercial');
  const other = front !== null && front !== code && front.plan.kind === 'trial' && !hasEnded(front, shop.now);
  if (other) return refused('trial_already_active');
  return trial === null || trial === code ? null : refused('trial_already_used');
}

/** A reserve that is activated again, where nothing is in force any more, or instead of it (R6.0, R6.6, R6.7). */
function comesIntoForce(shop: Shop, { front }: ModelSlot, one: ModelActivation, replace: boolean): boolean {
  if (one.standing === 'active' || !isRunning(one.license, shop.now)) return false;
  return front === null || replace || !isRunning(front, shop.now);
}

/** R3.2: within a day nothing; later it counts, and what the device is now is stored. */
function repeat(
  shop: Shop,
  one: ModelActivation,
  { product, productVersion, platform, osVersion, region }: ModelFacts,
): void {
  if (shop.now - one.countedAt < DAY) return;
  Object.assign(one, { product, productVersion, platform, osVersion, region });
  one.countedAt = shop.now;
  one.seenAt = shop.now;
  one.told = { forfeitedDays: 0, warnings: [] };
  if (!one.license.large.has(one.seatClass)) one.license.counted.push(shop.now);
}
