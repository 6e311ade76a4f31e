import { nextDue } from './due.ts';
import type { LicenseEvent } from './event.ts';
import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { noteEnd } from './past-end.ts';
import type { Slot } from './slot.ts';
import { type Licenses, settleStart, startersOf } from './take-over.ts';
import type { SeatChange, Transition, Wait } from './transition.ts';

/**
 * A decision in the making: states as they were read, and as the rules have changed them so far. It lives within one
 * call of a deciding function; what leaves is the finished `Transition`.
 */
export class Draft {
  readonly now: Instant;
  /** The licenses as read, each with its start settled (R6.4). */
  readonly settled: Licenses;
  private readonly read: Licenses;
  private readonly licenses = new Map<string, License>();
  private readonly guarded = new Set<string>();
  private readonly slots = new Map<Slot, Slot>();
  private readonly seats: SeatChange[] = [];
  private readonly put: Wait[] = [];
  private readonly remove: Wait[] = [];
  private readonly events: LicenseEvent[] = [];

  constructor(now: Instant, read: Licenses) {
    this.now = now;
    this.read = read;
    this.settled = new Map([...read].map(([id, license]) => [id, settleStart(license, read, now)]));
  }

  /** The license as changed so far, with its start settled (R6.4). @throws when it was never read, which is a fault of the caller */
  license(id: string): License {
    const license = this.licenses.get(id) ?? this.settled.get(id);
    if (license === undefined) throw new Error(`license not at hand: ${id}`);
    return license;
  }

  /** Changes a license. */
  change(id: string, change: (license: License) => License): License {
    const after = change(this.license(id));
    this.licenses.set(id, after);
    return after;
  }

  /** Makes the commit fail if others change the license meanwhile. */
  guard(id: string): void {
    this.change(id, (license) => license);
    this.guarded.add(id);
  }

  /** The slot as changed so far. @param before as it was read */
  slot(before: Slot): Slot {
    return this.slots.get(before) ?? before;
  }

  /** States what becomes of a slot that was read as `before`. */
  changeSlot(before: Slot, after: Slot): void {
    this.slots.set(before, after);
  }

  changeSeat(change: SeatChange): void {
    this.seats.push(change);
  }

  wait(wait: Wait): void {
    this.put.push(wait);
  }

  stopWaiting(wait: Wait): void {
    this.remove.push(wait);
  }

  record(event: LicenseEvent): void {
    this.events.push(event);
  }

  /** The decision, with the next due instant of every license that has changed. */
  close(): Transition {
    for (const id of this.licenses.keys()) this.noteStart(id);
    return {
      slots: [...this.slots].map(([before, after]) => ({ before, after })),
      licenses: [...this.licenses].map(([id, changed]) => {
        const before = this.read.get(id) ?? changed;
        const due = nextDue(changed);
        const after = changed === before || changed.due === due ? changed : { ...changed, due };
        return { before, after, guarded: this.guarded.has(id) };
      }),
      seats: this.seats,
      waits: { put: this.put, remove: this.remove },
      events: this.events,
    };
  }

  /** A start that the end of another license brought about is written together with a note there that it has come. */
  private noteStart(id: string): void {
    const read = this.read.get(id);
    const start = this.settled.get(id)?.startedAt ?? null;
    if (read === undefined || read.startedAt !== null || start === null) return;
    for (const front of startersOf(read, this.read, start)) this.change(front, (license) => noteEnd(license, start));
  }
}
