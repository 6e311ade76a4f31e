import { Draft } from './draft.ts';
import type { Instant } from './instant.ts';
import type { License } from './license.ts';
import { type Seat, seatId } from './seat.ts';
import { counterAt, dropHeldSeat, type SeatPool, withCounter } from './seat-pool.ts';
import type { Transition } from './transition.ts';

/** Frees a seat whose hold is over (R4.4, R13.2); where it was handed on meanwhile, only its item goes. */
export function freeHeldSeat(license: License, seat: Seat, now: Instant): Transition | null {
  const { heldUntil, seatClass } = seat;
  if (heldUntil === null || heldUntil > now) return null;
  const draft = new Draft(now, new Map([[license.id, license]]));
  draft.change(license.id, (read) => {
    const pool = read.seats[seatClass];
    return pool === undefined
      ? read
      : { ...read, seats: { ...read.seats, [seatClass]: drop(pool, seat.shard, heldUntil) } };
  });
  draft.changeSeat({ remove: seat, heldUntil });
  const data = { seatId: seatId(seat), class: seatClass, by: 'time' };
  draft.record({ type: 'seat.freed', license: license.id, dueAt: heldUntil, data });
  return draft.close();
}

function drop(pool: SeatPool, own: number, heldUntil: Instant): SeatPool {
  const order = pool.sharded ? [own, ...pool.shards.keys()] : [0];
  const index = order.find((at) => counterAt(pool, at).held.includes(heldUntil));
  return index === undefined ? pool : withCounter(pool, index, dropHeldSeat(counterAt(pool, index), heldUntil));
}
