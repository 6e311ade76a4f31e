import type { License } from '../core/license.ts';
import type { SeatAnswer } from '../http/schemas/device-answer.ts';
import { lastSeen, seatBody } from '../http/seat-body.ts';
import type { LicenseReader } from '../store/licenses.ts';
import { readSeatsOfClass } from '../store/seats.ts';
import { settleSeats } from '../store/settled-seats.ts';

/** How many seats the refusal names, and how many are looked at for the longest unseen ones (R4.2). */
const NAMED = 25;
const LOOKED_AT = 500;

/** The seats of a class that is full, longest unseen first, so that an app can ask which device shall be freed (R4.2). */
export async function listFullSeats(
  reader: LicenseReader,
  license: License,
  seatClass: string,
  now: number,
): Promise<readonly SeatAnswer[]> {
  const read = await readSeatsOfClass(reader.database, license.id, seatClass, LOOKED_AT);
  const seats = await settleSeats(reader, license, read, now);
  return seats
    .toSorted((a, b) => lastSeen(a) - lastSeen(b) || a.seat.activatedAt - b.seat.activatedAt)
    .slice(0, NAMED)
    .map((one) => seatBody(license, one));
}
