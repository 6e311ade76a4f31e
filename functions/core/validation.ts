import { Draft } from './draft.ts';
import { fullComponents, type ModeAnswer, modeAfterExpiry, offComponents } from './expiry-mode.ts';
import { earliest, type Instant } from './instant.ts';
import type { License } from './license.ts';
import type { Product } from './plan.ts';
import type { RefusalCode } from './refusal.ts';
import { persistTakeOver } from './reserve-wait.ts';
import { type Activation, type Facts, findActivation, type Slot } from './slot.ts';
import { type Licenses, type Products, type Standing, settleSlot } from './take-over.ts';
import { contentUntil, naturalEnd, toleratedUntil } from './term.ts';
import { changesSomething, type Transition } from './transition.ts';
import { isValid, judge, type Presence, type Verdict } from './verdict.ts';

/** What a validation may depend on, as it was read. `slot` is null when the device has none. */
export interface ValidationWorld {
  readonly now: Instant;
  readonly slot: Slot | null;
  readonly licenses: Licenses;
  readonly products: Products;
}

/** What is asked: an activation by its nonce, or a license by its code. */
export interface Question {
  readonly license: string;
  readonly nonce: string | null;
  readonly product: string | null;
  readonly deviceMatches: boolean;
  readonly facts: Partial<Facts>;
  readonly contentDate: Instant | null;
}

/** The answer for the slot (docs/api.md). */
export interface Validation {
  readonly verdict: Verdict;
  readonly valid: boolean;
  readonly mode: ModeAnswer;
  readonly role: 'active' | 'reserve' | 'former' | null;
  /** The license in force, or the one asked about where it is not in force here. */
  readonly license: License | null;
  readonly activation: Activation | null;
  readonly reserve: License | null;
  readonly reserveReason: RefusalCode | null;
  readonly contentUntil: Instant | null;
  /** The next instant at which the answer could become worse; a lease must not outlive it. */
  readonly worseAt: Instant | null;
  /** A take-over that nobody has persisted yet (R6.5). */
  readonly transition: Transition | null;
}

/** Decides a validation from stored instants and `now` alone (R2.6). */
export function decideValidation(world: ValidationWorld, question: Question): Validation {
  const { now, licenses, products } = world;
  const draft = new Draft(now, licenses);
  const standing = world.slot === null ? null : settleSlot(world.slot, licenses, products, now);
  const transition = world.slot && standing ? takeOverOf(draft, world.slot, standing) : null;
  const slot = standing?.slot ?? null;
  const activation = slot === null ? null : activationFor(slot, question, products);
  const inForce = slot?.inForce && activation ? (draft.settled.get(slot.inForce.license) ?? null) : null;
  const facts = activation === null ? null : { ...activation, ...question.facts };
  const product = products.get(question.product ?? activation?.product ?? '') ?? null;
  const seated = inForce === null || product === null || hasSeat(inForce, slot?.inForce ?? null, product);
  const presence = slot === null ? 'absent' : presenceIn(slot, question, seated);
  const { deviceMatches, contentDate } = question;
  const matter = { now, presence, deviceMatches, inForce, product, facts, contentDate };
  const verdict = judge(matter);
  const unblocked = inForce && { ...inForce, blocked: null };
  // Beside the block there may be more that stops it: then it is off, as it would be without (R9.1, R9.4).
  const worst = verdict === 'BLOCKED' ? judge({ ...matter, inForce: unblocked }) : verdict;
  const role = presence === 'active' || presence === 'reserve' || presence === 'former' ? presence : null;
  // Who asks about a license that is not here learns nothing of the one that is.
  const shown = (role === null ? null : inForce) ?? draft.settled.get(question.license) ?? null;
  // An id is of this slot; a code may be anybody's.
  const isOfSlot = slot !== null && (question.nonce !== null || isKnownTo(slot, question.license));
  const reserve = isOfSlot ? slot.reserve : null;
  return {
    verdict,
    valid: isValid(verdict),
    mode: modeOf(verdict, worst, { license: shown, components: product?.components ?? [], facts }),
    role,
    license: shown,
    activation: role === null ? null : activation,
    reserve: draft.settled.get(reserve?.license ?? '') ?? null,
    reserveReason: reserve && (standing?.reserveReason ?? null),
    contentUntil: shown && contentUntil(shown, now),
    worseAt: shown && worseAt(shown, now),
    transition,
  };
}

/** Whether a license is in the slot or was, so that its holder may be told of the reserve there. */
function isKnownTo({ inForce, reserve, departed }: Slot, license: string): boolean {
  return [inForce, reserve, ...departed].some((one) => one?.license === license);
}

function takeOverOf(draft: Draft, slot: Slot, standing: Standing): Transition | null {
  persistTakeOver(draft, slot, standing);
  if (standing.takeOver !== null) draft.changeSlot(slot, standing.slot);
  const transition = draft.close();
  return changesSomething(transition) ? transition : null;
}

/** Whether a product that the license covers has a seat of its class here (R11.1); one outside has no need of any. */
function hasSeat(license: License, inForce: Slot['inForce'], product: Product): boolean {
  const covered = license.plan.products.some(({ id }) => id === product.id);
  return !covered || inForce?.activations[product.seatClass] !== undefined;
}

/** @param seated whether the product has a seat under the license in force */
function presenceIn(slot: Slot, { license, nonce }: Question, seated: boolean): Presence {
  const isAsked = nonce === null ? () => true : (one: { nonce: string }) => one.nonce === nonce;
  const among = (holding: Slot['inForce']) =>
    holding?.license === license && Object.values(holding.activations).some(isAsked);
  if (among(slot.inForce)) return seated ? 'active' : 'absent';
  if (among(slot.reserve)) return seated ? 'reserve' : 'absent';
  const gone = slot.departed.find((one) => one.license === license && isAsked(one));
  if (gone?.how === 'replaced') return 'replaced';
  return gone?.how === 'took_over' && seated ? 'former' : 'absent';
}

/** The activation in force that the question is about: of the product asked for, else of the class of the id, else any. */
function activationFor(slot: Slot, { nonce, product }: Question, products: Products): Activation | null {
  const { inForce } = slot;
  if (inForce === null) return null;
  const asked = product === null ? undefined : products.get(product)?.seatClass;
  const own = nonce === null ? null : (findActivation(inForce, nonce) ?? findActivation(slot.reserve, nonce));
  const gone = slot.departed.find((one) => one.nonce === nonce);
  const classes = [asked, own?.seatClass ?? gone?.seatClass, ...Object.keys(inForce.activations)];
  return classes.flatMap((seatClass) => inForce.activations[seatClass ?? ''] ?? [])[0] ?? null;
}

interface Working {
  readonly license: License | null;
  readonly components: readonly string[];
  readonly facts: Facts | null;
}

/**
 * What works: everything, nothing, or what the plan leaves after expiry and blocking (R8.7).
 * @param worst the verdict, or what it would be if the license were not blocked
 */
function modeOf(verdict: Verdict, worst: Verdict, { license, components, facts }: Working): ModeAnswer {
  if (isValid(verdict)) return { mode: 'full', components: fullComponents(components) };
  const degrades = worst === 'EXPIRED' || (verdict === 'BLOCKED' && isValid(worst));
  if (!degrades || license === null || facts === null) return { mode: 'off', components: offComponents(components) };
  const { kind, afterExpiry } = license.plan;
  const { platform, osVersion } = facts;
  return modeAfterExpiry({ kind, afterExpiry, productComponents: components, platform, osVersion });
}

/** The next instant at which an answer about this license could become worse: its end (R6.0), or the end of tolerance. */
export function worseAt(license: License, now: Instant): Instant | null {
  const turns = [naturalEnd(license), toleratedUntil(license)];
  return earliest(...turns.filter((at) => at !== null && at > now));
}
