import type { LicenseEvent } from './event.ts';
import type { License } from './license.ts';
import type { Seat } from './seat.ts';
import type { Slot } from './slot.ts';

/** A state as it was read and as it shall be. */
export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** A license as it was read and as it shall be. */
export interface LicenseChange extends Change<License> {
  /** The decision rests on the license as it was read: the commit fails if others have changed it (R6.4). */
  readonly guarded: boolean;
}

/** A slot in which a reserve waits behind a license: what the sweep visits when that license ends (R6.5). */
export interface Wait {
  readonly front: string;
  readonly device: string;
  readonly family: string;
}

/** What happens to one seat item. A held one may be taken only while it is still held as it was read. */
export type SeatChange =
  | { readonly put: Seat }
  | { readonly remove: Pick<Seat, 'license' | 'seatClass' | 'nonce'>; readonly heldUntil?: number };

/** Everything that one decision changes; it commits together or not at all (R3.4). */
export interface Transition {
  readonly slots: readonly Change<Slot>[];
  readonly licenses: readonly LicenseChange[];
  readonly seats: readonly SeatChange[];
  readonly waits: { readonly put: readonly Wait[]; readonly remove: readonly Wait[] };
  readonly events: readonly LicenseEvent[];
}

/** Whether a transition has anything to write. */
export function changesSomething(transition: Transition): boolean {
  return (
    transition.events.length > 0 ||
    transition.seats.length > 0 ||
    transition.slots.some(({ before, after }) => before !== after) ||
    transition.licenses.some(({ before, after }) => before !== after)
  );
}
