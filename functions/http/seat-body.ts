import { dayNumber } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import { freeableAt } from '../core/owner-release.ts';
import { type Seat, seatId } from '../core/seat.ts';
import type { Activation, Slot } from '../core/slot.ts';
import { formatDay, formatInstant } from './instant.ts';
import type { SeatAnswer } from './schemas/device-answer.ts';

/** An occupied seat with the activation that holds it, null while it is only held (R4.4). */
export interface OccupiedSeat {
  readonly seat: Seat;
  readonly activation: Activation | null;
  readonly slot: Slot | null;
}

/** A seat as owners and operators see it (R4.2); a held one says when it is free. */
export function seatBody(license: License, { seat, activation, slot }: OccupiedSeat): SeatAnswer {
  const held = seat.heldUntil;
  return {
    seatId: seatId(seat),
    class: seat.seatClass,
    name: seat.deviceName,
    platform: seat.platform,
    activatedAt: formatInstant(seat.activatedAt),
    lastSeenOn: formatDay(lastSeen({ seat, activation, slot })),
    freeableAt: formatInstant(held ?? freeableAt(license, seat)),
    role: held === null ? seat.role : 'held',
  };
}

/** Number of the UTC day on which the device was last seen, by whichever license it asked about; of a held seat, as it left. */
export function lastSeen({ seat, activation, slot }: OccupiedSeat): number {
  const present = activation === null ? [] : [slot?.inForce, slot?.reserve];
  const seen = present.flatMap((holding) => Object.values(holding?.activations ?? {}).map(({ seenOn }) => seenOn));
  const left = slot?.departed.find(({ nonce }) => nonce === seat.nonce);
  return Math.max(dayNumber(left?.at ?? seat.activatedAt), ...seen);
}
