import { decideRelease } from '../core/deactivation.ts';
import type { License } from '../core/license.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { readSeatId, type Seat } from '../core/seat.ts';
import type { Slot } from '../core/slot.ts';
import { changesSomething } from '../core/transition.ts';
import type { Authorship } from './audit-item.ts';
import { commit, type Ledger } from './commit.ts';
import type { LicenseReader } from './licenses.ts';
import { Conflict, Stale, withRetries } from './retry.ts';
import { readSeatWithSlot } from './seats.ts';
import { licensesOf, readProductsOf, readSurroundings } from './surroundings.ts';
import type { Write } from './transaction.ts';

/** Which seat shall be freed from outside, and by whom. */
export interface Freeing {
  readonly seatId: string;
  readonly by: 'owner' | 'operator';
  readonly authorship: Authorship;
  /** Reads the license, strongly and with its counters. */
  readonly readLicense: () => Promise<License | Refusal>;
  /** Whether this seat may be freed; asked for one that is not released already. */
  readonly check: (license: License, seat: Seat) => Refusal | null;
  /** What is written along with a release. */
  readonly extra: (seat: Seat, seatFreeAt: number) => readonly Write[];
}

interface Store {
  readonly reader: LicenseReader;
  readonly ledger: Ledger;
}

/**
 * Frees a seat from outside (R4.3): loads, decides and commits until nobody interferes. A seat that is only held is
 * released already: the answer is the same again.
 */
export async function freeSeat(store: Store, freeing: Freeing): Promise<{ readonly seatFreeAt: number } | Refusal> {
  const unheard: Unheard = { seatFreeAt: null };
  return withRetries(() => attempt(store, freeing, unheard));
}

/** When the seat is free by a try of which nobody knows whether it was committed. */
interface Unheard {
  seatFreeAt: number | null;
}

async function attempt(store: Store, freeing: Freeing, unheard: Unheard) {
  const { seatId, authorship, readLicense } = freeing;
  const { now } = authorship;
  const license = await readLicense();
  if (isRefusal(license)) return license;
  const named = readSeatId(seatId);
  const found = named === null ? null : await readSeatWithSlot(store.reader.database, license.id, named);
  if (found === null && unheard.seatFreeAt !== null) return { seatFreeAt: unheard.seatFreeAt };
  if (found?.slot == null) return refuse('seat_unknown');
  const { seat, slot } = found;
  if (seat.heldUntil !== null) return seat.heldUntil > now ? { seatFreeAt: seat.heldUntil } : refuse('seat_unknown');
  return release(store, freeing, license, { seat, slot }, unheard);
}

async function release(
  { reader, ledger }: Store,
  { by, authorship, check, extra }: Freeing,
  license: License,
  { seat, slot }: { readonly seat: Seat; readonly slot: Slot },
  unheard: Unheard,
) {
  const { now } = authorship;
  const [around, products] = await Promise.all([
    readSurroundings(reader, new Map([[license.id, license]]), licensesOf([slot]), true),
    readProductsOf(reader, [slot], [], now),
  ]);
  const world = { now, slot, licenses: await reader.withShards(around), products };
  const released = decideRelease(world, seat, by);
  if (isRefusal(released)) return released;
  // Asked last: whom another license has taken over from sits there no more, persisted or not (R6.5).
  const refused = check(license, seat);
  if (refused !== null) return refused;
  const { transition, seatFreeAt } = released;
  try {
    if (changesSomething(transition)) await commit(ledger, transition, authorship, extra(seat, seatFreeAt));
  } catch (fault) {
    if (!(fault instanceof Stale || fault instanceof Conflict)) unheard.seatFreeAt = seatFreeAt;
    throw fault;
  }
  return { seatFreeAt };
}
