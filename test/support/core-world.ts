/** A whole service in memory: states in maps, every decision by the core, every transition applied as it stands. */
import type { ActivationOutcome, ReplacementTerms } from '../../functions/core/activation/command.ts';
import { decideActivation } from '../../functions/core/activation/decide.ts';
import { decideDeactivation, decideRelease } from '../../functions/core/deactivation.ts';
import { Draft } from '../../functions/core/draft.ts';
import type { LicenseEvent } from '../../functions/core/event.ts';
import { freeHeldSeat } from '../../functions/core/held-seat.ts';
import type { License } from '../../functions/core/license.ts';
import { type Instruction, type Operated, operate } from '../../functions/core/operate/instruction.ts';
import type { Product } from '../../functions/core/plan.ts';
import { isRefusal, type Refusal } from '../../functions/core/refusal.ts';
import { persistTakeOver } from '../../functions/core/reserve-wait.ts';
import type { Seat } from '../../functions/core/seat.ts';
import { emptySlot, type Slot } from '../../functions/core/slot.ts';
import { visit } from '../../functions/core/sweep.ts';
import { settleSlot, settleStart } from '../../functions/core/take-over.ts';
import type { SeatChange, Transition } from '../../functions/core/transition.ts';
import { decideValidation, type Validation } from '../../functions/core/validation.ts';
import { aCommand } from './scenes.ts';
import { FAMILY, nonceOf, PRODUCTS, T0 } from './states.ts';

export type Act = (license: License, order: Instruction) => Operated | Refusal;

const idOf = (one: Pick<Seat, 'license' | 'seatClass' | 'nonce'>) => `${one.license} ${one.seatClass} ${one.nonce}`;

export class CoreWorld {
  now = T0;
  readonly licenses: Map<string, License>;
  readonly slots = new Map<string, Slot>();
  readonly seats = new Map<string, Seat>();
  /** `front device`: the slots that the sweep visits when a license ends. */
  readonly waits = new Set<string>();
  readonly events: LicenseEvent[] = [];
  private made = 0;

  constructor(licenses: readonly License[]) {
    this.licenses = new Map(licenses.map((license) => [license.id, license]));
  }

  slot(device: string): Slot {
    return this.slots.get(device) ?? emptySlot(device, FAMILY, { fingerprints: [], components: {} });
  }

  /** A license as everybody sees it: with its start settled (R6.5). */
  settled(id: string): License {
    const license = this.licenses.get(id);
    if (license === undefined) throw new Error(`no license ${id}`);
    return settleStart(license, this.licenses, this.now);
  }

  /** The nonces of the activations that hold a seat on a device, whether or not a take-over was persisted. */
  seatedOn(device: string): string[] {
    const { inForce, reserve } = settleSlot(this.slot(device), this.licenses, PRODUCTS, this.now).slot;
    return [inForce, reserve].flatMap((one) => Object.values(one?.activations ?? {}).map(({ nonce }) => nonce));
  }

  activate(
    device: string,
    license: string,
    { product, replace = false, free = null }: { product: Product; replace?: boolean; free?: string | null },
  ): ActivationOutcome {
    this.made += 1;
    const world = {
      now: this.now,
      licenses: this.licenses,
      products: PRODUCTS,
      slot: this.slot(device),
      identity: this.slot(device).identity,
      changedComponents: [],
      otherRecords: [],
      releasable: this.releasable(license, product, device, free),
    };
    const decide = (confirmed: ReplacementTerms | null) =>
      decideActivation(
        world,
        aCommand(license, {
          product,
          replace,
          confirmed,
          releaseSeat: free !== null,
          nonce: nonceOf(`n${this.made}-`),
        }),
      );
    let outcome = decide(null);
    if (outcome.refusal !== null && outcome.terms !== undefined) outcome = decide(outcome.terms);
    this.apply(outcome.transition);
    return outcome;
  }

  private releasable(license: string, { seatClass }: Product, own: string, device: string | null) {
    if (device === null || device === own) return null;
    const seats = [...this.seats.values()];
    const seat = seats.find((one) => one.license === license && one.seatClass === seatClass && one.device === device);
    return seat === undefined ? null : { seat, slot: this.slots.get(device) ?? null };
  }

  validate(device: string, question: { license: string; nonce: string | null }): Validation {
    const world = { now: this.now, slot: this.slots.get(device) ?? null, licenses: this.licenses, products: PRODUCTS };
    const asked = { ...question, product: null, deviceMatches: true, facts: {}, contentDate: null };
    return decideValidation(world, asked);
  }

  deactivate(device: string, id: { license: string; nonce: string }) {
    const world = { now: this.now, slot: this.slot(device), licenses: this.licenses, products: PRODUCTS };
    const { transition, ...answer } = decideDeactivation(world, id);
    this.apply(transition);
    return answer;
  }

  /** An operator frees a seat. */
  free(seat: Seat): void {
    const world = { now: this.now, slot: this.slot(seat.device), licenses: this.licenses, products: PRODUCTS };
    const outcome = decideRelease(world, seat, 'operator');
    if (!isRefusal(outcome)) this.apply(outcome.transition);
  }

  order(id: string, act: Act): string {
    const license = this.settled(id);
    const done = act(license, { now: this.now, actor: 'support', reason: 'told so' });
    if (isRefusal(done)) return done.refused;
    if (done.events.length > 0) this.licenses.set(id, done.license);
    this.events.push(...done.events);
    return done.events.map(({ type }) => type).at(-1) ?? 'unchanged';
  }

  /** What the sweep does: held seats, take-overs, then the events of each due license, until nothing is due. */
  sweep(): void {
    for (const seat of Array.from(this.seats.values())) {
      const license = this.licenses.get(seat.license);
      if (license !== undefined && seat.heldUntil !== null) this.apply(freeHeldSeat(license, seat, this.now));
    }
    let due = this.dueLicenses();
    for (; due.length > 0; due = this.dueLicenses()) for (const id of due) this.visit(id);
  }

  private dueLicenses(): string[] {
    return [...this.licenses.values()].filter(({ due }) => due !== null && due <= this.now).map(({ id }) => id);
  }

  private visit(id: string): void {
    for (const wait of Array.from(this.waits)) {
      const [front, device = ''] = wait.split(' ');
      if (front === id) this.takeOver(device);
    }
    const license = this.licenses.get(id);
    if (license === undefined) return;
    const visited = visit(license, this.now);
    const draft = new Draft(this.now, new Map([[id, license]]));
    draft.change(id, () => ({ ...visited.license, recheckAt: null }));
    for (const event of visited.events) draft.record(event);
    this.apply(draft.close());
  }

  private takeOver(device: string): void {
    const slot = this.slot(device);
    const draft = new Draft(this.now, this.licenses);
    const standing = settleSlot(slot, this.licenses, PRODUCTS, this.now);
    persistTakeOver(draft, slot, standing);
    draft.changeSlot(slot, standing.slot);
    if (standing.reserveReason !== null && slot.reserve) draft.change(slot.reserve.license, (read) => read);
    this.apply(draft.close());
  }

  apply(transition: Transition | null): void {
    if (transition === null) return;
    for (const { before, after } of transition.slots) {
      if (before !== after) this.slots.set(after.device, { ...after, version: before.version + 1 });
    }
    for (const { after } of transition.licenses) this.licenses.set(after.id, after);
    for (const change of transition.seats) this.changeSeat(change);
    for (const { front, device } of transition.waits.remove) this.waits.delete(`${front} ${device}`);
    for (const { front, device } of transition.waits.put) this.waits.add(`${front} ${device}`);
    this.events.push(...transition.events);
  }

  private changeSeat(change: SeatChange): void {
    if ('put' in change) this.seats.set(idOf(change.put), change.put);
    else this.seats.delete(idOf(change.remove));
  }
}

/** An order by its operation. */
export function ordering(operation: Parameters<typeof operate>[2]): Act {
  return (license, order) => operate(license, order, operation);
}
