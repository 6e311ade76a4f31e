import type { ActivationTally } from '../core/activation-tally.ts';
import type { SeatCounter } from '../core/seat-pool.ts';
import type { Expression, Path } from './expression.ts';

/**
 * Writes the change of a seat counter as a difference, so that devices that take seats at once do not stand in each
 * other's way (R4.5). A seat may be taken only while `used` leaves room under the limit as it was read (R4.2); the limit
 * itself is under the license's version.
 */
export function changeCounter(expression: Expression, at: Path, before: SeatCounter, after: SeatCounter): void {
  const delta = after.used - before.used;
  expression.add([...at, 'u'], delta);
  const heldChanged = !sameNumbers(before.held, after.held);
  if (heldChanged) {
    expression.set([...at, 'h'], after.held.length > 0 ? after.held : null);
    expression.demandEqual([...at, 'h'], before.held.length > 0 ? before.held : null);
  }
  const taken = delta + Math.max(0, before.held.length - after.held.length);
  // Beyond a limit that was lowered no seat is taken: there only its own device takes a held one back (R4.4, R4.6).
  if (taken > 0 && delta > -taken && after.limit !== null && after.used <= after.limit) {
    expression.demand(`${expression.name([...at, 'u'])} <= ${expression.value(after.limit - delta)}`);
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/**
 * Writes the change of an activation tally as a difference (R3.3).
 * @param room how many activations may be counted beside this one; null when the count is not limited here
 */
export function changeTally(
  expression: Expression,
  before: ActivationTally,
  after: ActivationTally,
  room: number | null,
): void {
  if (before === after) return;
  if (Object.keys(before.bySecond).some((second) => !(second in after.bySecond))) {
    expression.set(['ta'], after.total).set(['tb'], after.bySecond).demandEqual(['ta'], before.total);
    return;
  }
  for (const [second, count] of Object.entries(after.bySecond)) {
    expression.add(['tb', second], count - (before.bySecond[second] ?? 0));
  }
  expression.add(['ta'], after.total - before.total);
  if (room !== null) expression.demand(`${expression.name(['ta'])} <= ${expression.value(before.total + room)}`);
}
