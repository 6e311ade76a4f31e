import type { License } from './license.ts';
import { isPaid } from './plan.ts';
import { type Held, type History, REMEMBERED, type Slot, withoutActivation } from './slot.ts';

/** The history after a license has come into force (R5.2, R5.3, R7.1). */
export function remember(history: History, license: License): History {
  return license.plan.kind === 'trial' ? { ...history, trial: license.id } : rememberPaid(history, license);
}

/**
 * The history of a device on which a license is in force that may have become a paid one there, by a PATCH (R5.2, R7.1).
 * A trial is not remembered so: support may have forgiven it since.
 */
export function rememberInForce(history: History, license: License): History {
  return history.paidLicenses.includes(license.id) ? history : rememberPaid(history, license);
}

/** The slot without an activation; what a license was that was in force, the device remembers. */
export function withoutHeld(slot: Slot, { place, holding, activation }: Held, license: License): Slot {
  const history = place === 'inForce' ? rememberInForce(slot.history, license) : slot.history;
  return { ...slot, history, [place]: withoutActivation(holding, activation.seatClass) };
}

function rememberPaid(history: History, license: License): History {
  if (!isPaid(license.plan.kind)) return history;
  const others = history.paidLicenses.filter((id) => id !== license.id);
  return { ...history, paid: true, paidLicenses: [license.id, ...others].slice(0, REMEMBERED) };
}

/** The histories of every record that matches a device, as one: any match counts (R5.8, R10.2). */
export function joinHistories(own: History, others: readonly History[]): History {
  return others.reduce<History>(
    (joined, other) => ({
      paid: joined.paid || other.paid,
      paidLicenses: [...new Set([...joined.paidLicenses, ...other.paidLicenses])].slice(0, REMEMBERED),
      trial: joined.trial ?? other.trial,
    }),
    own,
  );
}
