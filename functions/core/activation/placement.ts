import type { License } from '../license.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Slot } from '../slot.ts';
import { endAsReserve, type Licenses } from '../take-over.ts';
import { daysLeft, endOf, hasEnded } from '../term.ts';
import { isRunning } from './admission.ts';
import type { ReplacementTerms } from './command.ts';

/** At most this many different licenses may stand before an unstarted reserve (R6.4). */
export const MAX_FRONTS = 16;

/** Where a code goes on a device: in force or in reserve, and what it displaces there. */
export interface Placement {
  readonly role: 'active' | 'reserve';
  /** The license in force is displaced: replaced, ended, stopped, or a trial (R6.0, R5.5, R6.7). */
  readonly displaces: boolean;
  /** A reserve that no longer counts gives way (R6.2). */
  readonly displacesReserve: boolean;
  readonly forfeitedDays: number | null;
}

/** The slot as a code finds it. */
export interface Scene {
  readonly now: number;
  readonly slot: Slot;
  readonly licenses: Licenses;
  readonly license: License;
  readonly replace: boolean;
  readonly confirmed: ReplacementTerms | null;
}

const IN_FORCE: Placement = { role: 'active', displaces: false, displacesReserve: false, forfeitedDays: 0 };
const IN_RESERVE: Placement = { role: 'reserve', displaces: false, displacesReserve: false, forfeitedDays: 0 };

/** The license that a new code must respect, or null when it goes in force at once (R6.0, R5.5, R5.9). */
function runningFront({ now, slot, licenses, license }: Scene): License | null {
  const front = licenses.get(slot.inForce?.license ?? '') ?? null;
  if (front === null || front.id === license.id || !isRunning(front, now)) return null;
  return front.plan.kind === 'trial' && license.plan.kind !== 'trial' ? null : front;
}

/** Whether subscriptions let this code in (R6.8). */
export function checkSubscription(scene: Scene): Refusal | null {
  const front = runningFront(scene);
  if (front === null || scene.replace || scene.slot.reserve?.license === scene.license.id) return null;
  if (front.plan.kind === 'subscription') return refuse('subscription_in_use');
  return scene.license.plan.kind === 'subscription' ? refuse('subscription_as_reserve') : null;
}

/** Where the license goes (R5.4, R5.5, R6.0–R6.2, R6.7), or why it cannot. */
export function place(scene: Scene): Placement | (Refusal & { terms?: ReplacementTerms }) {
  const { slot, licenses, license, now } = scene;
  if (slot.inForce === null || slot.inForce.license === license.id) return IN_FORCE;
  const front = runningFront(scene);
  if (front === null) {
    const displaced = licenses.get(slot.inForce.license);
    const forfeits = displaced !== undefined && isRunning(displaced, now) ? daysLeft(displaced, now) : 0;
    return { ...IN_FORCE, displaces: true, forfeitedDays: forfeits };
  }
  // A trial is never a reserve, so that over a running beta it can only replace (R5.4).
  if (scene.replace || license.plan.kind === 'trial') return replace(scene, front);
  return slot.reserve?.license === license.id ? IN_RESERVE : reserve(scene, front);
}

function replace({ slot, license, now, confirmed }: Scene, front: License): ReturnType<typeof place> {
  const terms: ReplacementTerms = {
    device: slot.device,
    family: slot.family,
    slotVersion: slot.version,
    from: front.id,
    to: license.id,
    forfeitedDays: daysLeft(front, now),
  };
  if (confirmed === null || !sameTerms(confirmed, terms)) {
    return { ...refuse('replacement_confirmation_required', { forfeitedDays: terms.forfeitedDays }), terms };
  }
  return { ...IN_FORCE, displaces: true, forfeitedDays: terms.forfeitedDays };
}

function sameTerms(a: ReplacementTerms, b: ReplacementTerms): boolean {
  return (Object.keys(b) as (keyof ReplacementTerms)[]).every((name) => a[name] === b[name]);
}

function reserve({ slot, licenses, license, now }: Scene, front: License): Placement | Refusal {
  const waiting = licenses.get(slot.reserve?.license ?? '');
  if (waiting !== undefined && !hasEnded(waiting, now)) return refuse('reserve_exists');
  const end = endOf(front);
  const ownEnd = end === null ? null : endAsReserve(license, licenses, end);
  if (end === null || (ownEnd !== null && ownEnd <= end)) {
    return refuse('reserve_expires_sooner', { activeEndsAt: end, reserveEndsAt: ownEnd });
  }
  const fronts = Object.keys(license.fronts);
  if (license.startedAt === null && !fronts.includes(front.id) && fronts.length >= MAX_FRONTS) {
    return refuse('reserve_exists', {}, 'This code already waits behind as many licenses as it can.');
  }
  return { ...IN_RESERVE, displacesReserve: waiting !== undefined };
}
