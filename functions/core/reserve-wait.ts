import type { Draft } from './draft.ts';
import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { seatOf } from './seat.ts';
import { releaseSeat } from './seat-release.ts';
import { depart, type Holding, type Slot } from './slot.ts';
import { departedBy, type Standing } from './take-over.ts';
import { endOf } from './term.ts';

/** Where a reserve waits. */
export interface WaitingRoom {
  readonly device: string;
  readonly family: string;
}

/** Notes that a reserve waits behind a license (R6.4): for the sweep, and for an unstarted one in its fronts. */
export function startWaiting(draft: Draft, { device, family }: WaitingRoom, reserve: string, front: string): void {
  draft.wait({ front, device, family });
  draft.guard(front);
  draft.change(front, (license) => recheckEnd(license, draft.now));
  draft.change(reserve, (license) => {
    if (license.startedAt !== null) return license;
    const known = license.fronts[front] ?? { slots: 0, since: draft.now };
    return { ...license, fronts: { ...license.fronts, [front]: { ...known, slots: known.slots + 1 } } };
  });
}

/** How long a call may take from reading its clock to its last try of writing, in milliseconds. */
const MAX_CALL = 30_000;

/** A reserve that comes as the license ends may come after the sweep: then that has to look once more (R6.5, R13.1). */
function recheckEnd(front: License, now: Instant): License {
  const end = endOf(front);
  if (end === null || (end > now + MAX_CALL && end > front.sweptTo)) return front;
  const { recheckAt } = front;
  // Another instant each time, so that a sweep under way notices every one that comes.
  return { ...front, recheckAt: recheckAt !== null && recheckAt <= end ? recheckAt - 1 : end };
}

/** Forgets that a reserve waits behind a license. */
export function stopWaiting(draft: Draft, { device, family }: WaitingRoom, reserve: string, front: string): void {
  draft.stopWaiting({ front, device, family });
  draft.change(reserve, (license) => withoutFront(license, front));
}

/** The license as it no longer waits behind another in one slot (R6.4). */
export function withoutFront(license: License, id: string): License {
  const { [id]: front, ...others } = license.fronts;
  if (front === undefined) return license;
  return { ...license, fronts: front.slots > 1 ? { ...others, [id]: { ...front, slots: front.slots - 1 } } : others };
}

/** Frees the seats of a waiting reserve and forgets it: another code displaces it (R6.2), or it would end too soon (R6.7). */
export function dropReserve(draft: Draft, slot: Slot, reserve: Holding, how: 'released' | 'replaced'): Slot {
  const { device, family } = slot;
  const departed = Object.values(reserve.activations).map((activation) => {
    const release = { license: reserve.license, device, family, by: 'replacement', mayHold: true } as const;
    const seatFreeAt = releaseSeat(draft, activation, release);
    return departedBy(how, reserve.license, activation, draft.now, seatFreeAt);
  });
  if (slot.inForce !== null) stopWaiting(draft, slot, reserve.license, slot.inForce.license);
  draft.record({ type: 'reserve.released', license: reserve.license });
  return { ...slot, reserve: null, departed: depart(slot, ...departed) };
}

/** Moves a waiting reserve behind another license in force. */
export function waitBehind(draft: Draft, slot: Slot, reserve: Holding, from: string | null, to: string): Slot {
  if (from !== null) stopWaiting(draft, slot, reserve.license, from);
  startWaiting(draft, slot, reserve.license, to);
  return { ...slot, reserve: { ...reserve, since: draft.now } };
}

/** Shows the seats of a reserve that came into force as active ones. */
export function seatAsActive(draft: Draft, slot: Slot, reserve: Holding): void {
  for (const activation of Object.values(reserve.activations)) {
    draft.changeSeat({ put: seatOf({ ...slot, license: reserve.license }, activation, 'active') });
  }
}

/** Persists a take-over that time has brought about (R6.5): seats, term, waits and the event, exactly once. */
export function persistTakeOver(draft: Draft, before: Slot, standing: Standing): void {
  const { takeOver, slot } = standing;
  const { inForce, reserve } = before;
  if (takeOver === null || inForce === null || reserve === null) return;
  const { device, family } = before;
  // An extension that is committed after the license was read would move the end (R6.4).
  draft.guard(takeOver.from);
  for (const activation of Object.values(inForce.activations)) {
    releaseSeat(draft, activation, { license: takeOver.from, device, family, by: 'take_over', mayHold: false });
  }
  seatAsActive(draft, slot, reserve);
  stopWaiting(draft, before, takeOver.to, takeOver.from);
  draft.change(takeOver.to, (license) => startAt(license, takeOver.at));
  const data = { from: takeOver.from, device };
  draft.record({ type: 'reserve.activated', license: takeOver.to, dueAt: takeOver.at, data });
}

/** The license with its term started at `at`, unless it runs already (R2.2); from then on its fronts are of no account. */
export function startAt(license: License, at: number): License {
  if (license.startedAt !== null) return license;
  return { ...license, startedAt: at, engagedAt: license.engagedAt ?? at, fronts: {} };
}
