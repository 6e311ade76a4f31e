import type { Draft } from '../draft.ts';
import { DAY, dayNumber } from '../instant.ts';
import { seatOf } from '../seat.ts';
import { countActivation } from '../seat-taking.ts';
import type { Activation, Holding, Slot, Told } from '../slot.ts';
import type { ActivationCommand } from './command.ts';

/** An activation that the device has already, and where (R3.2). */
export interface Existing {
  readonly role: 'active' | 'reserve';
  readonly holding: Holding;
  readonly activation: Activation;
}

/** Finds the activation of a license for a seat class in a slot (R3.2, R11.1). */
export function findExisting(slot: Slot, license: string, seatClass: string): Existing | null {
  for (const role of ['active', 'reserve'] as const) {
    const holding = role === 'active' ? slot.inForce : slot.reserve;
    const activation = holding?.license === license ? holding.activations[seatClass] : undefined;
    if (holding && activation) return { role, holding, activation };
  }
  return null;
}

/**
 * The same license on the same device again (R3.2), a trial too (R5.7): within 24 h of the last counted time nothing
 * changes; later it counts and the facts are stored anew (R8.3). It is never refused for the count (R3.3).
 */
export function repeat(draft: Draft, slot: Slot, existing: Existing, command: ActivationCommand): Slot {
  const { now } = draft;
  const { activation, holding, role } = existing;
  if (now - activation.countedAt < DAY) return slot;
  const { told: _told, ...lasting } = activation;
  const { seatClass, shard } = lasting;
  const deviceName = command.deviceName ?? activation.deviceName;
  const seen = { ...lasting, ...command.facts, deviceName, countedAt: now, seenOn: dayNumber(now) };
  draft.change(holding.license, (license) => countActivation(license, seatClass, shard, now));
  draft.changeSeat({ put: seatOf({ ...slot, license: holding.license }, seen, role) });
  draft.record({ type: 'license.reactivated', license: holding.license, data: { class: seatClass, role } });
  return withActivation(slot, role, seen);
}

function withActivation(slot: Slot, role: Existing['role'], activation: Activation): Slot {
  const place = role === 'active' ? 'inForce' : 'reserve';
  const holding = slot[place];
  if (holding === null) return slot;
  const activations = { ...holding.activations, [activation.seatClass]: activation };
  return { ...slot, [place]: { ...holding, activations } };
}

/** What most answers tell beside the usual. */
export const NOTHING_TOLD: Told = { forfeitedDays: 0, warnings: [], changedComponents: [] };

/** The slot with what an answer has told beside the usual, for those who lose the answer (R3.6). */
export function rememberTold(slot: Slot, role: Existing['role'], seatClass: string, told: Told): Slot {
  const activation = (role === 'active' ? slot.inForce : slot.reserve)?.activations[seatClass];
  if (activation === undefined) return slot;
  const { told: before, ...rest } = activation;
  if (!isNothing(told)) return withActivation(slot, role, { ...rest, told });
  return before === undefined ? slot : withActivation(slot, role, rest);
}

function isNothing({ forfeitedDays, warnings, changedComponents }: Told): boolean {
  return forfeitedDays === 0 && warnings.length + changedComponents.length === 0;
}
