import type { Instant } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import type { Seat } from '../core/seat.ts';
import type { Activation, Slot } from '../core/slot.ts';
import { settleSlot } from '../core/take-over.ts';
import type { Key } from './keys.ts';
import type { LicenseReader } from './licenses.ts';
import { activationOf, readSeatPage, type SeatWithSlot } from './seats.ts';
import { licensesOf, readProductsOf, readSurroundings } from './surroundings.ts';

/** A seat as it stands: with the activation that holds it, null while it is only held (R4.4). */
export interface SettledSeat {
  readonly seat: Seat;
  readonly activation: Activation | null;
  readonly slot: Slot | null;
}

/** A page of seats, and where the next one begins. */
export interface SettledSeats {
  readonly seats: readonly SettledSeat[];
  readonly next: string | null;
}

/**
 * A page of the seats of a license as they stand at `now`: held ones that are free by then are left out (R4.4), and a
 * take-over counts from its instant, persisted or not (R6.5).
 * @param after the place behind which the page begins, null for the first
 */
export async function readSettledSeats(
  reader: LicenseReader,
  license: License,
  { after, limit, now }: { readonly after: string | null; readonly limit: number; readonly now: Instant },
): Promise<SettledSeats> {
  const start: Key | null = after === null ? null : { pk: `S#${license.id}`, sk: after };
  const page = await readSeatPage(reader.database, license.id, { after: start, limit });
  return { seats: await settleSeats(reader, license, page.seats, now), next: page.next?.sk ?? null };
}

/** Seats of a license, as they were read, as they stand at `now`. */
export async function settleSeats(
  reader: LicenseReader,
  license: License,
  seats: readonly SeatWithSlot[],
  now: Instant,
): Promise<readonly SettledSeat[]> {
  const settled = await settleSlots(reader, license, seats, now);
  return settled.flatMap((one) => standing(one, now));
}

async function settleSlots(
  reader: LicenseReader,
  license: License,
  seats: readonly SeatWithSlot[],
  now: Instant,
): Promise<readonly SeatWithSlot[]> {
  const slots = seats.flatMap(({ slot }) => (slot?.reserve ? [slot] : []));
  if (slots.length === 0) return seats;
  const [licenses, products] = await Promise.all([
    readSurroundings(reader, new Map([[license.id, license]]), licensesOf(slots), true),
    readProductsOf(reader, slots, [], now),
  ]);
  return seats.map(({ seat, slot }) => ({
    seat,
    slot: slot?.reserve ? settleSlot(slot, licenses, products, now).slot : slot,
  }));
}

function standing({ seat, slot }: SeatWithSlot, now: Instant): readonly SettledSeat[] {
  if (seat.heldUntil !== null) return seat.heldUntil > now ? [{ seat, activation: null, slot }] : [];
  const activation = activationOf({ seat, slot });
  // Whom another license has taken over from holds no seat any more.
  if (activation === null && slot !== null) return [];
  const active = slot?.inForce?.license === seat.license;
  return [{ seat: active ? { ...seat, role: 'active' } : seat, activation, slot }];
}
