/** Decisions over states, as tests of the rules ask for them. */
import type { ActivationCommand, ActivationOutcome, ActivationWorld } from '../../functions/core/activation/command.ts';
import { decideActivation } from '../../functions/core/activation/decide.ts';
import type { License } from '../../functions/core/license.ts';
import type { Product } from '../../functions/core/plan.ts';
import type { Seat } from '../../functions/core/seat.ts';
import type { Slot } from '../../functions/core/slot.ts';
import type { SeatChange, Transition } from '../../functions/core/transition.ts';
import { aSlot, byId, FACTS, nonceOf, PC, PRODUCTS, T0 } from './states.ts';

export function aCommand(license: string, over: Partial<ActivationCommand> = {}): ActivationCommand {
  const product = over.product ?? PC;
  return {
    license,
    codeRotated: false,
    product,
    facts: { ...FACTS, product: product.id, platform: product.platforms[0] ?? 'windows' },
    deviceName: 'Reception',
    nonce: nonceOf('new'),
    replace: false,
    confirmed: null,
    releaseSeat: false,
    previous: null,
    acceptShorterTerm: false,
    ...over,
  };
}

export function aWorld(licenses: readonly License[], over: Partial<ActivationWorld> = {}): ActivationWorld {
  const slot = over.slot ?? aSlot();
  return {
    now: T0,
    licenses: byId(...licenses),
    products: PRODUCTS,
    slot,
    identity: slot.identity,
    changedComponents: [],
    otherRecords: [],
    releasable: null,
    ...over,
  };
}

type Activated = Extract<ActivationOutcome, { refusal: null }>;

/** Decides an activation that must succeed. */
export function activate(world: ActivationWorld, command: ActivationCommand): Activated {
  const outcome = decideActivation(world, command);
  if (outcome.refusal !== null) throw new Error(`refused: ${outcome.refusal.refused}`);
  return outcome;
}

/** The refusal code of an activation, or the role that it got. */
export function outcomeOf(world: ActivationWorld, command: ActivationCommand): string {
  const outcome = decideActivation(world, command);
  return outcome.refusal === null ? outcome.role : outcome.refusal.refused;
}

/** What a transition makes of a license; undefined when it leaves it alone. */
export function changed(transition: Transition, id: string): License | undefined {
  return transition.licenses.find(({ after }) => after.id === id)?.after;
}

/** What a transition makes of its only slot. */
export function slotAfter(transition: Transition): Slot | undefined {
  return transition.slots[0]?.after;
}

export function eventsOf(transition: Transition): readonly string[] {
  return transition.events.map(({ type, license }) => `${type} ${license}`);
}

export function usedSeats(license: License | undefined, seatClass = 'desktop'): number | undefined {
  return license?.seats[seatClass]?.counter.used;
}

/** Seats that a transition puts, by their nonce, with the role; and those that it removes. */
export function seatsOf(transition: Transition): readonly string[] {
  const nonce = (seat: Pick<Seat, 'nonce'>) => seat.nonce.replace(/0+$/, '');
  const name = (change: SeatChange) =>
    'put' in change
      ? `put ${nonce(change.put)} ${change.put.heldUntil === null ? change.put.role : 'held'}`
      : `remove ${nonce(change.remove)}`;
  return transition.seats.map(name);
}

/** A product that no plan here covers. */
export function foreign(over: Partial<Product> = {}): Product {
  return { ...PC, id: 'other', ...over };
}
