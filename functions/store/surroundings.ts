import type { Instant } from '../core/instant.ts';
import type { Slot } from '../core/slot.ts';
import type { Licenses, Products } from '../core/take-over.ts';
import type { LicenseReader } from './licenses.ts';

/** The licenses of slots: in force, in reserve. */
export function licensesOf(slots: readonly Slot[]): readonly string[] {
  return slots.flatMap(({ inForce, reserve }) => [inForce, reserve].flatMap((holding) => holding?.license ?? []));
}

/**
 * Reads what a decision about slots may depend on beside what is known already: the licenses of the slots and, for an
 * unstarted one, the licenses that it waits behind (R6.4). No round trip when everything is known.
 */
export async function readSurroundings(
  reader: LicenseReader,
  known: Licenses,
  ids: readonly string[],
  strong: boolean,
): Promise<Licenses> {
  const direct = await readMissing(reader, known, ids, strong);
  const fronts = [...direct.values()].flatMap(({ startedAt, fronts: waits }) =>
    startedAt === null ? Object.keys(waits) : [],
  );
  return readMissing(reader, direct, fronts, strong);
}

async function readMissing(
  reader: LicenseReader,
  known: Licenses,
  ids: readonly string[],
  strong: boolean,
): Promise<Licenses> {
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  return new Map([...known, ...(await reader.read(missing, strong))]);
}

/** The live products that the activations of slots name, and others. */
export async function readProductsOf(
  reader: LicenseReader,
  slots: readonly Slot[],
  others: readonly string[],
  now: Instant,
): Promise<Products> {
  const named = slots.flatMap(({ inForce, reserve }) =>
    [inForce, reserve].flatMap((holding) => Object.values(holding?.activations ?? {}).map(({ product }) => product)),
  );
  return reader.catalog.readProducts([...named, ...others], now);
}
