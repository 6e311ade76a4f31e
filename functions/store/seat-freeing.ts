import { decideRelease } from '../core/deactivation.ts';
import type { License } from '../core/license.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { readSeatId, type Seat } from '../core/seat.ts';
import { changesSomething } from '../core/transition.ts';
import type { Authorship } from './audit-item.ts';
import { commit, type Ledger } from './commit.ts';
import type { LicenseReader } from './licenses.ts';
import { readSeatWithSlot } from './seats.ts';
import { licensesOf, readProductsOf, readSurroundings } from './surroundings.ts';
import type { Write } from './transaction.ts';

/** Which seat shall be freed from outside, and by whom. */
export interface Freeing {
  /** As it was read, with its counters. */
  readonly license: License;
  readonly seatId: string;
  readonly by: 'owner' | 'operator';
  readonly authorship: Authorship;
  /** Whether this seat may be freed; asked for one that is not released already. */
  readonly check: (seat: Seat) => Refusal | null;
  /** What is written along with a release. */
  readonly extra: (seat: Seat, seatFreeAt: number) => readonly Write[];
}

/**
 * Frees a seat from outside (R4.3): loads, decides and commits once. A seat that is only held is released already: the
 * answer is the same again.
 * @throws Stale, Conflict: the license has to be read again
 */
export async function freeSeat(
  { reader, ledger }: { readonly reader: LicenseReader; readonly ledger: Ledger },
  { license, seatId, by, authorship, check, extra }: Freeing,
): Promise<{ readonly seatFreeAt: number } | Refusal> {
  const { now } = authorship;
  const named = readSeatId(seatId);
  const found = named === null ? null : await readSeatWithSlot(reader.database, license.id, named);
  if (found === null) return refuse('seat_unknown');
  const { seat, slot } = found;
  if (seat.heldUntil !== null) return seat.heldUntil > now ? { seatFreeAt: seat.heldUntil } : refuse('seat_unknown');
  if (slot === null) return refuse('seat_unknown');
  const refused = check(seat);
  if (refused !== null) return refused;
  const [around, products] = await Promise.all([
    readSurroundings(reader, new Map([[license.id, license]]), licensesOf([slot]), true),
    readProductsOf(reader, [slot], [], now),
  ]);
  const world = { now, slot, licenses: await reader.withShards(around), products };
  const released = decideRelease(world, seat, by);
  if (isRefusal(released)) return released;
  if (changesSomething(released.transition)) {
    await commit(ledger, released.transition, authorship, extra(seat, released.seatFreeAt));
  }
  return { seatFreeAt: released.seatFreeAt };
}
