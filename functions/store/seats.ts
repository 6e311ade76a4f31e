import type { Seat } from '../core/seat.ts';
import type { Activation, Slot } from '../core/slot.ts';
import type { Database } from './client.ts';
import { type Key, seatKey, slotKey } from './keys.ts';
import { readItems, readPage } from './read.ts';
import { readSeat } from './seat-item.ts';
import { readSlot } from './slot-item.ts';

/** A seat with the slot of the device that holds it; null when that slot has gone. */
export interface SeatWithSlot {
  readonly seat: Seat;
  readonly slot: Slot | null;
}

/** The activation that holds a seat; null for a held seat. */
export function activationOf({ seat, slot }: SeatWithSlot): Activation | null {
  for (const holding of [slot?.inForce, slot?.reserve]) {
    const activation = holding?.activations[seat.seatClass];
    if (activation?.nonce === seat.nonce) return activation;
  }
  return null;
}

/** One seat with its device's slot, strongly read; null when it is not occupied. */
export async function readSeatWithSlot(
  database: Database,
  license: string,
  { seatClass, nonce }: { readonly seatClass: string; readonly nonce: string },
): Promise<SeatWithSlot | null> {
  const key = seatKey(license, seatClass, nonce);
  const item = (await readItems(database, [key], true)).get(key);
  if (item === undefined) return null;
  return (await withSlots(database, [readSeat(license, key.sk, item)]))[0] ?? null;
}

/** A page of seats, and where the next one begins. */
export interface SeatPage {
  readonly seats: readonly SeatWithSlot[];
  readonly next: Key | null;
}

/** A page of a license's occupied seats with their slots, by class. */
export async function readSeatPage(
  database: Database,
  license: string,
  request: { readonly after: Key | null; readonly limit: number },
): Promise<SeatPage> {
  const { pk } = seatKey(license, '', '');
  const page = await readPage(database, { pk, after: request.after, limit: request.limit, strong: true });
  const seats = page.items.map((item) => readSeat(license, item.sk, item));
  return { seats: await withSlots(database, seats), next: page.next };
}

/**
 * The occupied seats of one class with their slots, for the answer that no seat is free (R4.2).
 * @param most how many are looked at; a class with more shows only some of its longest unseen ones
 */
export async function readSeatsOfClass(
  database: Database,
  license: string,
  seatClass: string,
  most: number,
): Promise<readonly SeatWithSlot[]> {
  const { pk } = seatKey(license, seatClass, '');
  const request = { pk, prefix: `${seatClass}#`, strong: true };
  const page = await readPage(database, { ...request, limit: most });
  return withSlots(
    database,
    page.items.map((item) => readSeat(license, item.sk, item)),
  );
}

async function withSlots(database: Database, seats: readonly Seat[]): Promise<readonly SeatWithSlot[]> {
  const items = await readItems(
    database,
    seats.map(({ device, family }) => slotKey(device, family)),
    true,
  );
  return seats.map((seat) => {
    const item = items.get(slotKey(seat.device, seat.family));
    return { seat, slot: item === undefined ? null : readSlot(seat.device, seat.family, item) };
  });
}
