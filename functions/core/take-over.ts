import { checkFit } from './fit.ts';
import { remember, rememberInForce } from './history.ts';
import { earliest, type Instant } from './instant.ts';
import type { Flag, License } from './license.ts';
import type { Product } from './plan.ts';
import type { RefusalCode } from './refusal.ts';
import { type Activation, type Departed, depart, type Holding, type Slot, successorIn } from './slot.ts';
import { endOf, naturalEnd, startedBy } from './term.ts';

/** Licenses at hand, by id. */
export type Licenses = ReadonlyMap<string, License>;

/** Live products at hand, by id. */
export type Products = ReadonlyMap<string, Product>;

/** A take-over that time has made due: the reserve is in force since `at` (R6.3). */
export interface TakeOver {
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
}

/** A slot as it stands at an instant, whether or not anybody has persisted it (R2.6, R6.5). */
export interface Standing {
  readonly slot: Slot;
  readonly takeOver: TakeOver | null;
  /** Why a reserve whose turn has come is not in force (R6.3). */
  readonly reserveReason: RefusalCode | null;
}

/**
 * The instant at which a license hands over to a reserve that has waited since `since` (R6.3): its end, or the end that
 * it had before it was changed, since a take-over already due wins (R6.4).
 */
export function handoverAt(front: License, since: Instant): Instant | null {
  return earliest(...front.pastEnds.filter((end) => end > since)) ?? endOf(front);
}

/**
 * The license with its term started by the earliest end of the licenses that it waits behind, if that is past (R6.4).
 * The same object when nothing is due.
 */
export function settleStart(license: License, licenses: Licenses, now: Instant): License {
  if (license.startedAt !== null) return license;
  const start = startOf(license, licenses);
  if (start === null || start > now || isBefore(license.revoked, start)) return license;
  const started = startedBy(license, start);
  return started === license ? license : { ...started, fronts: {} };
}

/** When an unstarted license will start: at the earliest end of the licenses that it waits behind (R6.4), or null. */
function startOf(license: License, licenses: Licenses): Instant | null {
  const ends = Object.entries(license.fronts).map(([id, { since }]) => {
    const front = licenses.get(id);
    return front === undefined ? null : handoverAt(front, since);
  });
  return earliest(...ends);
}

/** The licenses whose end at `start` has started one that waited behind them (R6.4). */
export function startersOf(license: License, licenses: Licenses, start: Instant): readonly string[] {
  return Object.entries(license.fronts).flatMap(([id, { since }]) => {
    const front = licenses.get(id);
    return front !== undefined && handoverAt(front, since) === start ? [id] : [];
  });
}

/**
 * When a license would end as the reserve behind a license that ends at `end` (R6.2): already running, or started at
 * `end` or at the end of another one that it waits behind, whichever is first (R6.4).
 */
export function endAsReserve(license: License, licenses: Licenses, end: Instant): Instant | null {
  return endOf(startedBy(license, earliest(end, startOf(license, licenses)) ?? end));
}

/**
 * The slot at `now`: with its take-over done if one is due (R6.3, R6.5).
 * @param licenses must hold the license in force, the reserve, and the fronts of an unstarted reserve
 */
export function settleSlot(slot: Slot, licenses: Licenses, products: Products, now: Instant): Standing {
  const waiting = { slot, takeOver: null, reserveReason: null };
  const { inForce, reserve } = slot;
  const front = licenses.get(inForce?.license ?? '');
  const behind = licenses.get(reserve?.license ?? '');
  if (inForce === null || reserve === null || front === undefined || behind === undefined) return waiting;
  const next = settleStart(behind, licenses, now);
  const at = handoverAt(front, reserve.since);
  if (at === null || at > now) return waiting;
  const reserveReason = unfitAt(next, reserve, products, at);
  if (reserveReason !== null) return { ...waiting, reserveReason };
  return {
    slot: handOver(slot, { inForce, reserve, front, next }, at),
    takeOver: { at, from: front.id, to: next.id },
    reserveReason,
  };
}

/** Why a reserve may not take over at `at`; flags set then or later do not undo a take-over (R6.3). */
export function unfitAt(next: License, reserve: Holding, products: Products, at: Instant): RefusalCode | null {
  if (isBefore(next.revoked, at)) return 'license_revoked';
  if (isBefore(next.blocked, at)) return 'license_blocked';
  if (isBefore(next.suspended, at)) return 'license_suspended';
  const end = naturalEnd(startedBy(next, at));
  if (end !== null && end <= at) return 'license_expired';
  for (const activation of Object.values(reserve.activations)) {
    const refusal = checkFit(next, products.get(activation.product) ?? null, activation);
    if (refusal !== null) return refusal.refused;
  }
  return null;
}

function isBefore(flag: Flag | null, at: Instant): boolean {
  return flag !== null && flag.at < at;
}

interface HandOver {
  readonly inForce: Holding;
  readonly reserve: Holding;
  /** The licenses of the two. */
  readonly front: License;
  readonly next: License;
}

function handOver(slot: Slot, { inForce, reserve, front, next }: HandOver, at: Instant): Slot {
  const departed = Object.values(inForce.activations).map((activation) =>
    departedBy('took_over', front.id, activation, at, at, successorIn(reserve, activation.seatClass)?.nonce),
  );
  return {
    ...slot,
    inForce: { ...reserve, since: at },
    reserve: null,
    departed: depart(slot, ...departed),
    history: remember(rememberInForce(slot.history, front), next),
  };
}

/** The memory of an activation that stopped being in force at `at`. */
export function departedBy(
  how: Departed['how'],
  license: string,
  activation: Activation,
  at: Instant,
  seatFreeAt: Instant,
  promoted: string | null = null,
): Departed {
  const { nonce, seatClass, shard } = activation;
  return { nonce, license, seatClass, how, at, seatFreeAt, shard, promoted };
}
