import type { SeenDevice } from '../core/device-match.ts';
import { matchDevice } from '../core/recognition.ts';
import type { Slot } from '../core/slot.ts';
import type { Question, ValidationWorld } from '../core/validation.ts';
import type { ActivationKey } from '../runtime/activation-id.ts';
import type { PepperedHash } from '../runtime/hashing.ts';
import { readCommonValues } from '../store/devices.ts';
import { licenseKey, slotKey } from '../store/keys.ts';
import type { LicenseReader } from '../store/licenses.ts';
import { lookUp } from '../store/look-up.ts';
import { readItems } from '../store/read.ts';
import { readSlot } from '../store/slot-item.ts';
import { licensesOf, readProductsOf, readSurroundings } from '../store/surroundings.ts';

/** The world of a validation, and what it asks about there. */
export interface LoadedValidation {
  readonly world: ValidationWorld;
  readonly asked: Pick<Question, 'license' | 'nonce' | 'deviceMatches'>;
  readonly changedComponents: readonly string[];
}

interface Common {
  readonly now: number;
  readonly product: string | null;
}

type ById = Common & { readonly id: ActivationKey; readonly seen: SeenDevice };
type ByCode = Common & { readonly code: readonly PepperedHash[]; readonly family: string; readonly seen: SeenDevice };

/** By activation id: one round trip for a slot without a reserve, one more for the licenses of others (R6.3). */
export function loadById(reader: LicenseReader, request: ById, strong: boolean): Promise<LoadedValidation | null> {
  return loadForLease((strongly) => readById(reader, request, strongly), strong);
}

/** By code: two round trips, as the code leads to the license and the device to its slot. */
export function loadByCode(reader: LicenseReader, request: ByCode, strong: boolean): Promise<LoadedValidation | null> {
  return loadForLease((strongly) => readByCode(reader, request, strongly), strong);
}

/** Where seats are held until leases end, a lease must never rest on an old read (api.md). */
async function loadForLease(
  read: (strong: boolean) => Promise<LoadedValidation | null>,
  strong: boolean,
): Promise<LoadedValidation | null> {
  const loaded = await read(strong);
  if (strong || loaded === null) return loaded;
  const { licenses, slot } = loaded.world;
  // Also the reserve: it may have taken over, which nobody has decided yet.
  const leasable = [loaded.asked.license, ...licensesOf(slot === null ? [] : [slot])];
  const holds = leasable.some((id) => licenses.get(id)?.plan.lease.holdSeatUntilLeaseEnds);
  return holds ? read(true) : loaded;
}

async function readById(reader: LicenseReader, request: ById, strong: boolean): Promise<LoadedValidation | null> {
  const { id, seen } = request;
  const keys = [slotKey(id.device, id.family), licenseKey(id.license)];
  const items = await readItems(reader.database, keys, strong);
  const read = await reader.fromItems(items, [id.license]);
  const license = read.get(id.license);
  if (license === undefined) return null;
  const item = items.get(slotKey(id.device, id.family));
  const slot = item === undefined ? null : readSlot(id.device, id.family, item);
  const recorded = { slots: slot === null ? [] : [slot], seen, traced: new Map() };
  const common = await readCommonValues(reader.database, id.family, recorded, strong);
  const match = slot === null ? null : matchDevice(slot, seen, license.plan, common);
  return {
    world: await surround(reader, request, slot, read, strong),
    asked: { license: id.license, nonce: id.nonce, deviceMatches: match?.matches ?? false },
    changedComponents: match?.matches ? match.changedComponents : [],
  };
}

async function readByCode(reader: LicenseReader, request: ByCode, strong: boolean): Promise<LoadedValidation | null> {
  const { code, family, seen } = request;
  const found = await lookUp(reader, { code, previous: [], family, seen }, strong);
  if (found === null) return null;
  const slot = found.best?.slot ?? null;
  return {
    world: await surround(reader, request, slot, found.licenses, strong),
    asked: { license: found.entry.license, nonce: null, deviceMatches: true },
    changedComponents: found.best?.match.changedComponents ?? [],
  };
}

async function surround(
  reader: LicenseReader,
  { now, product }: Common,
  slot: Slot | null,
  known: ValidationWorld['licenses'],
  strong: boolean,
): Promise<ValidationWorld> {
  const slots = slot === null ? [] : [slot];
  const [licenses, products] = await Promise.all([
    readSurroundings(reader, known, licensesOf(slots), strong),
    readProductsOf(reader, slots, product === null ? [] : [product], now),
  ]);
  return { now, slot, licenses, products };
}
