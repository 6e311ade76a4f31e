import type { License } from './license.ts';
import type { Slot } from './slot.ts';
import type { Transition } from './transition.ts';

/**
 * Support forgives a device its trial, so that it may have another one (R5.3). What was paid stays: it proves renewals
 * (R7.1), and after a paid license a trial is refused for good (R5.2). A trial that runs goes on.
 * @param slots every record that matches the device, since for the history any match counts (R5.8)
 * @param license the license in whose audit this stands
 * @returns null when there is nothing to forgive
 */
export function resetTrial(slots: readonly Slot[], license: License, reason: string): Transition | null {
  const tried = slots.filter(({ history }) => history.trial !== null);
  if (tried.length === 0) return null;
  const trials = [...new Set(tried.map(({ history }) => history.trial))];
  return {
    slots: tried.map((before) => ({ before, after: { ...before, history: { ...before.history, trial: null } } })),
    licenses: [{ before: license, after: license, guarded: false }],
    seats: [],
    waits: { put: [], remove: [] },
    events: [{ type: 'trial.reset', license: license.id, reason, before: { trials }, after: { trials: [] } }],
  };
}
