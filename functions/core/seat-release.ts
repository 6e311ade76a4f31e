import type { Draft } from './draft.ts';
import type { Detail } from './event.ts';
import { HOUR, type Instant, SECOND } from './instant.ts';
import type { License } from './license.ts';
import { seatId, seatOf } from './seat.ts';
import { counterAt, giveSeat, type SeatPool, withCounter } from './seat-pool.ts';
import type { Activation } from './slot.ts';

/** A copied lease may outlive its release by the skew that clients are forgiven (R4.4). */
const HOLD_MARGIN = 30 * SECOND;

/** Until when a seat released at `now` is held: until its last lease has ended, or null where the plan frees it at once (R4.4). */
export function holdUntil(license: License, now: Instant): Instant | null {
  const { hours, holdSeatUntilLeaseEnds } = license.plan.lease;
  return holdSeatUntilLeaseEnds ? now + hours * HOUR + HOLD_MARGIN : null;
}

/** Where a seat is, and why it is given back. */
export interface SeatRelease {
  readonly license: string;
  readonly device: string;
  readonly family: string;
  readonly by: 'device' | 'owner' | 'operator' | 'replacement' | 'take_over';
  /** False for an activation whose leases have ended with its license (R6.3). */
  readonly mayHold: boolean;
}

/**
 * Gives the seat of an activation back to its license: at once, or held (R4.4).
 * @returns the instant at which it is free
 */
export function releaseSeat(draft: Draft, activation: Activation, release: SeatRelease): Instant {
  const { now } = draft;
  const { license: id, by } = release;
  const heldUntil = release.mayHold ? holdUntil(draft.license(id), now) : null;
  draft.change(id, (license) => giveBack(license, activation, heldUntil));
  const seat = seatOf(release, activation, 'active');
  draft.changeSeat(heldUntil === null ? { remove: seat } : { put: { ...seat, heldUntil } });
  const data: Record<string, Detail> = { seatId: seatId(seat), class: seat.seatClass, by };
  if (heldUntil === null) draft.record({ type: 'seat.freed', license: id, data });
  else draft.record({ type: 'seat.released', license: id, data: { ...data, seatFreeAt: heldUntil } });
  return heldUntil ?? now;
}

function giveBack(license: License, { seatClass, shard }: Activation, heldUntil: Instant | null): License {
  const pool = license.seats[seatClass];
  if (pool === undefined) return license;
  const index = shardToRelieve(pool, shard);
  const given = withCounter(pool, index, giveSeat(counterAt(pool, index), heldUntil));
  return { ...license, seats: { ...license.seats, [seatClass]: given } };
}

/**
 * Which counter a seat is given back to: one above its share first, so that no shard has room while another is over
 * (R4.6), else the seat's own, else any that has a seat which is not held.
 */
export function shardToRelieve(pool: SeatPool, own: number): number {
  if (!pool.sharded) return 0;
  const over = pool.shards.findIndex(({ limit, used }) => limit !== null && used > limit);
  if (over !== -1) return over;
  const occupied = pool.shards.map(({ used, held }) => used > held.length);
  return occupied[own] ? own : Math.max(0, occupied.indexOf(true));
}
