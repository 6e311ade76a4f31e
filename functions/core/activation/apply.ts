import type { Draft } from '../draft.ts';
import { remember } from '../history.ts';
import { DAY, dayNumber } from '../instant.ts';
import type { License } from '../license.ts';
import {
  dropReserve,
  seatAsActive,
  startAt,
  startWaiting,
  stopWaiting,
  waitBehind,
  withoutFront,
} from '../reserve-wait.ts';
import { seatId, seatOf } from '../seat.ts';
import { releaseSeat } from '../seat-release.ts';
import { type Activation, depart, type Holding, type Slot } from '../slot.ts';
import { departedBy, endAsReserve } from '../take-over.ts';
import { endOf } from '../term.ts';
import type { ActivationCommand } from './command.ts';
import type { Placement } from './placement.ts';
import type { Funding } from './renewal.ts';

/** The new activation that a command makes. */
export function newActivation(command: ActivationCommand, now: number, shard: number): Activation {
  const { nonce, facts, deviceName, product } = command;
  const times = { activatedAt: now, countedAt: now, seenOn: dayNumber(now) };
  return { ...facts, ...times, nonce, deviceName, shard, seatClass: product.seatClass };
}

/** Writes down how a renewal is paid for (R7.2, R7.4). */
export function fund(draft: Draft, id: string, funding: Funding): void {
  if (funding === null) return;
  if ('shorterDays' in funding) {
    draft.change(id, (license) => ({ ...license, term: funding.shorterDays * DAY + addedTo(license) }));
    return;
  }
  draft.change(id, (license) => ({ ...license, renews: funding.by }));
  draft.change(funding.by, (previous) => ({ ...previous, renewedBy: id }));
  draft.record({ type: 'license.renewed', license: funding.by, data: { renewedBy: id } });
}

/** What extensions have added to the term of an unstarted license (R7.5); it stays on top of any other term. */
function addedTo({ term, plan }: License): number {
  return Math.max(0, (term ?? 0) - (plan.term.days ?? 0) * DAY);
}

/** Frees what the license in force holds on this device; days of it are lost here and nowhere else (R6.7). */
function displaceInForce(draft: Draft, slot: Slot, by: string, forfeitedDays: number | null): Slot {
  const { inForce, device, family } = slot;
  if (inForce === null) return slot;
  draft.guard(inForce.license);
  const departed = Object.values(inForce.activations).map((activation) => {
    const release = { license: inForce.license, device, family, by: 'replacement', mayHold: true } as const;
    return departedBy('replaced', inForce.license, activation, draft.now, releaseSeat(draft, activation, release));
  });
  draft.record({ type: 'license.replaced', license: inForce.license, data: { by, forfeitedDays } });
  return { ...slot, inForce: null, departed: depart(slot, ...departed) };
}

/** The seat of a new activation, and its entry in the audit. */
export function takeIn(
  draft: Draft,
  slot: Slot,
  license: string,
  role: Placement['role'],
  activation: Activation,
): void {
  const seat = seatOf({ ...slot, license }, activation, role);
  draft.changeSeat({ put: seat });
  const data = { role, seatId: seatId(seat), class: seat.seatClass, product: activation.product };
  draft.record({ type: role === 'active' ? 'license.activated' : 'reserve.added', license, data });
}

function joined(holding: Holding | null, license: string, activation: Activation | null, now: number): Holding {
  const base = holding?.license === license ? holding : { license, since: now, activations: {} };
  if (activation === null) return base;
  return { ...base, activations: { ...base.activations, [activation.seatClass]: activation } };
}

/**
 * Puts a license in force on a device; its term starts now unless it runs (R2.2).
 * @param before the slot with its former license still in force
 * @param activation null when a reserve moves up with the activations that it has (R6.6)
 */
export function bringIntoForce(
  draft: Draft,
  before: Slot,
  slot: Slot,
  license: string,
  activation: Activation | null,
): Slot {
  const { now } = draft;
  const waiting = slot.reserve?.license === license ? slot.reserve : null;
  const holding = joined(waiting === null ? slot.inForce : { ...waiting, since: now }, license, activation, now);
  const started = draft.change(license, (read) => startAt({ ...read, engagedAt: read.engagedAt ?? now }, now));
  const next = { ...slot, inForce: holding, history: remember(slot.history, started) };
  if (waiting === null) return next;
  if (before.inForce !== null) stopWaiting(draft, slot, license, before.inForce.license);
  seatAsActive(draft, slot, waiting);
  draft.record({ type: 'reserve.activated', license, data: { device: slot.device } });
  return { ...next, reserve: null };
}

/** Puts a license in reserve on a device (R6.1); its term does not start. */
function putInReserve(draft: Draft, slot: Slot, license: string, activation: Activation): Slot {
  draft.change(license, (read) => ({ ...read, engagedAt: read.engagedAt ?? draft.now }));
  if (slot.reserve === null && slot.inForce !== null) startWaiting(draft, slot, license, slot.inForce.license);
  return { ...slot, reserve: joined(slot.reserve, license, activation, draft.now) };
}

/**
 * What becomes of a waiting reserve when another license has come into force before it: it stays, unless it would now
 * end sooner (R6.7).
 * @param before the slot with its former license in force
 */
function keepReserve(draft: Draft, before: Slot, slot: Slot): { slot: Slot; warnings: readonly string[] } {
  const { reserve, inForce } = slot;
  const from = before.inForce?.license ?? null;
  if (reserve === null || inForce === null || from === inForce.license) return { slot, warnings: [] };
  const end = endOf(draft.license(inForce.license));
  const waiting = draft.license(reserve.license);
  const next = from === null ? waiting : withoutFront(waiting, from);
  const reserveEnd = end === null ? null : endAsReserve(next, draft.settled, end);
  if (end !== null && (reserveEnd === null || reserveEnd > end)) {
    return { slot: waitBehind(draft, slot, reserve, from, inForce.license), warnings: [] };
  }
  const dropped = dropReserve(draft, { ...slot, inForce: before.inForce }, reserve, 'released');
  return { slot: { ...dropped, inForce }, warnings: [`reserve_released:${reserve.license}`] };
}

/**
 * Carries out a placement (R6): displaces what must go, and puts the license in force or in reserve.
 * @param activation null when a reserve moves up with the activations that it has
 */
export function settleIn(
  draft: Draft,
  slot: Slot,
  license: string,
  placement: Placement,
  activation: Activation | null,
): { readonly slot: Slot; readonly warnings: readonly string[] } {
  const { displaces, displacesReserve, forfeitedDays, role } = placement;
  let next = displaces ? displaceInForce(draft, slot, license, forfeitedDays) : slot;
  if (displacesReserve && next.reserve !== null) next = dropReserve(draft, next, next.reserve, 'replaced');
  if (role === 'active') return keepReserve(draft, slot, bringIntoForce(draft, slot, next, license, activation));
  return { slot: activation === null ? next : putInReserve(draft, next, license, activation), warnings: [] };
}
