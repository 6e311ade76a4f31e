import type { License } from '../core/license.ts';
import type { SeatAnswer } from '../http/schemas/device-answer.ts';
import { isOccupied, lastSeen, seatBody } from '../http/seat-body.ts';
import type { Database } from '../store/client.ts';
import { activationOf, readSeatsOfClass } from '../store/seats.ts';

/** How many seats the refusal names, and how many are looked at for the longest unseen ones (R4.2). */
const NAMED = 25;
const LOOKED_AT = 500;

/** The seats of a class that is full, longest unseen first, so that an app can ask which device shall be freed (R4.2). */
export async function listFullSeats(
  database: Database,
  license: License,
  seatClass: string,
  now: number,
): Promise<readonly SeatAnswer[]> {
  const seats = await readSeatsOfClass(database, license.id, seatClass, LOOKED_AT);
  return seats
    .map((one) => ({ ...one, activation: activationOf(one) }))
    .filter((one) => isOccupied(one, now))
    .toSorted((a, b) => lastSeen(a) - lastSeen(b) || a.seat.activatedAt - b.seat.activatedAt)
    .slice(0, NAMED)
    .map((one) => seatBody(license, one));
}
