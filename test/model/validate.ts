/** Validation: what the slot of an activation is at this instant (docs/api.md). */
import type { Product } from '../../functions/core/plan.ts';
import { type Expected, licenseBody, written } from './answers.ts';
import { contentEnd, expiry, hasEnded, isAhead, timeEnd, toleratedUntil } from './dates.ts';
import { afterEnd, everything, type Misfit, type ModelFacts, misfit } from './fit.ts';
import { whyUnfit } from './hand-over.ts';
import {
  DAY,
  HOUR,
  type ModelActivation,
  type ModelDevice,
  type ModelLicense,
  type ModelSlot,
  productOf,
  type Shop,
  standingIn,
} from './shop.ts';

export interface Question {
  /** Asked by id, or by the code of a license for a product. */
  readonly about: ModelActivation | ModelLicense;
  readonly device: ModelDevice;
  readonly slot: ModelSlot;
  readonly product: Product | null;
  readonly claims: Partial<ModelFacts>;
  readonly contentDate: number | null;
}

const VERDICT_OF: Readonly<Record<Misfit['code'], string>> = {
  wrong_product: 'WRONG_PRODUCT',
  wrong_platform: 'WRONG_PLATFORM',
  version_not_supported: 'VERSION_NOT_SUPPORTED',
  wrong_region: 'WRONG_REGION',
};

const VALID = ['VALID', 'IN_GRACE', 'BLOCK_TOLERATED'];

export function validate(shop: Shop, question: Question): Expected {
  const { about, slot, device } = question;
  const asked = 'plan' in about ? about : about.license;
  const answering = whoAnswers(shop, question);
  const role = roleOf(shop, question, answering);
  const isHere = role === 'active' || role === 'reserve' || role === 'former';
  const known = isHere && answering !== null;
  const verdict =
    role === 'replaced'
      ? 'REPLACED'
      : !known
        ? 'NOT_ACTIVATED'
        : slot.device !== device
          ? 'DEVICE_MISMATCH'
          : judge(shop, question, answering);
  if (known && slot.device === device) answering.seenAt = seenNow(shop, answering);
  const license = known ? answering.license : asked;
  const reserve = isOfSlot(slot, about) ? slot.reserve : null;
  const { dueSince } = slot;
  const reason =
    reserve === null || dueSince === null ? null : whyUnfit(reserve, standingIn(shop, slot, 'reserve'), dueSince);
  const standing = standingOf(shop, question, verdict, known ? answering : null);
  return {
    status: 200,
    body: {
      ...standing,
      valid: VALID.includes(verdict),
      verdict,
      role: isHere ? role : null,
      license: licenseBody(shop, license, 'recent'),
      reserve: reserve === null ? null : licenseBody(shop, reserve, 'recent'),
      reserveReason: reason,
      contentUntil: written(contentEnd(license, shop.now)),
      serverTime: written(shop.now),
    },
  };
}

/** An id is of the slot that it names; a code that is not and was not on the device learns nothing of its reserve. */
function isOfSlot({ front, reserve, gone }: ModelSlot, about: Question['about']): boolean {
  if (!('plan' in about)) return true;
  return front === about || reserve === about || gone.some(({ license }) => license === about);
}

/** docs/api.md: what a validation writes on the first of a UTC day. */
function seenNow({ now }: Shop, { seenAt }: ModelActivation): number {
  return Math.floor(seenAt / DAY) < Math.floor(now / DAY) ? now : seenAt;
}

/** The activation in force: of the product asked for, else of the class of the id, else any. */
function whoAnswers(shop: Shop, { about, slot, product }: Question): ModelActivation | null {
  const inForce = standingIn(shop, slot, 'active');
  const own = 'plan' in about || !isKnown(about) ? null : about.seatClass;
  for (const wanted of [product?.seatClass, own]) {
    const found = inForce.find(({ seatClass }) => seatClass === wanted);
    if (found !== undefined) return found;
  }
  return inForce[0] ?? null;
}

function isKnown(one: ModelActivation): boolean {
  return one.standing === 'active' || one.standing === 'reserve' || one.slot.gone.includes(one);
}

/** What the id or code that was sent is on this device. */
function roleOf(shop: Shop, { about, slot, product }: Question, answering: ModelActivation | null): string {
  const isAsked = (one: ModelActivation) => ('plan' in about ? one.license === about : one === about);
  const of = product ?? productOf(answering?.product);
  const covered = answering?.license.plan.products.some(({ id }) => id === of?.id) ?? false;
  // R11.1: a product that the license covers needs a seat of its class here.
  const seated = !covered || standingIn(shop, slot, 'active').some(({ seatClass }) => seatClass === of?.seatClass);
  const role = (['active', 'reserve'] as const).find((one) => standingIn(shop, slot, one).some(isAsked));
  if (role !== undefined) return seated ? role : 'absent';
  const gone = slot.gone.find(isAsked);
  if (gone?.standing === 'replaced') return 'replaced';
  return gone?.standing === 'former' && seated ? 'former' : 'absent';
}

/** The first that applies, of those about the license in force. */
function judge(shop: Shop, { product, claims, contentDate }: Question, one: ModelActivation): string {
  const { license } = one;
  const { now } = shop;
  if (license.revokedAt !== null) return 'REVOKED';
  if (toleratedUntil(license) <= now) return 'BLOCKED';
  if (license.suspendedAt !== null) return 'SUSPENDED';
  const found = misfit(license, product ?? productOf(one.product), { ...one, ...claims });
  if (found !== null) return VERDICT_OF[found.code];
  if (isAhead(license, now)) return 'NOT_YET_VALID';
  if (contentDate !== null && contentDate > contentEnd(license, now)) return 'CONTENT_TOO_NEW';
  if (hasEnded(license, now)) return license.plan.kind === 'trial' ? 'TRIAL_EXPIRED' : 'EXPIRED';
  if (expiry(license) <= now) return 'IN_GRACE';
  return license.blockedAt === null ? 'VALID' : 'BLOCK_TOLERATED';
}

/** Mode, components and lease of what is in force; nothing of it where the id is not of this slot. */
function standingOf(shop: Shop, question: Question, verdict: string, one: ModelActivation | null) {
  const { about, product: asked } = question;
  const product = asked ?? productOf(one?.product);
  const own = 'plan' in about ? null : about.id;
  if (one === null) return { activationId: own, mode: 'off', lease: null, refreshAfter: null };
  const facts = { ...one, ...question.claims };
  const free = { ...one, license: { ...one.license, blockedAt: null } };
  // A block opens nothing that something else stops (R9.1, R9.4).
  const worst = verdict === 'BLOCKED' ? judge(shop, question, free) : verdict;
  const ended = worst === 'EXPIRED' || (verdict === 'BLOCKED' && VALID.includes(worst));
  const mode = ended
    ? afterEnd(one.license, product, facts)
    : everything(product, VALID.includes(verdict) ? 'on' : 'off');
  return { activationId: one.id, ...mode, ...leaseOf(shop, one, mode.mode) };
}

/** A lease ends with its hours, or at the next instant at which the answer could become worse. */
function leaseOf({ now }: Shop, { id, license }: ModelActivation, mode: string) {
  if (mode === 'off') return { lease: null, refreshAfter: null };
  const { hours, refreshHours } = license.plan.lease;
  const turns = [timeEnd(license), toleratedUntil(license)].filter((at) => at > now && mode === 'full');
  const seconds = (at: number) => Math.floor(at / 1000);
  const exp = seconds(Math.min(now + hours * HOUR, ...turns));
  const refreshAfter = Math.min(seconds(now + refreshHours * HOUR), exp);
  return { lease: { sub: license.id, act: id, mode, exp }, refreshAfter: written(refreshAfter * 1000) };
}

/** The slot as the answer to an activation shows it: an active one by what has just been said of the device (R8.3). */
export function standingBody(shop: Shop, one: ModelActivation, product: Product, facts: ModelFacts) {
  const { slot } = one;
  const asking = one.standing === 'active' ? { product, claims: facts } : { product: null, claims: {} };
  const question = { about: one, device: slot.device, slot, ...asking, contentDate: null };
  const answering = whoAnswers(shop, question);
  const known = answering !== null && roleOf(shop, question, answering) !== 'absent';
  const verdict = known ? judge(shop, question, answering) : 'NOT_ACTIVATED';
  const { activationId: _, ...shown } = standingOf(shop, question, verdict, known ? answering : null);
  return shown;
}
