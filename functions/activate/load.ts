import type { ActivationCommand, ActivationWorld, PreviousCode, Releasable } from '../core/activation/command.ts';
import type { SeenDevice } from '../core/device-match.ts';
import type { License } from '../core/license.ts';
import type { Product } from '../core/plan.ts';
import { learn } from '../core/recognition.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { readSeatId } from '../core/seat.ts';
import { emptySlot, type Slot } from '../core/slot.ts';
import type { Licenses } from '../core/take-over.ts';
import type { PepperedHash } from '../runtime/hashing.ts';
import type { Traces } from '../store/devices.ts';
import type { CodeEntry, LicenseReader } from '../store/licenses.ts';
import { lookUp } from '../store/look-up.ts';
import { readSeatWithSlot } from '../store/seats.ts';
import { licensesOf, readProductsOf, readSurroundings } from '../store/surroundings.ts';

/** The code of a previous license, with what is wrong with it if it leads nowhere (R7.3). */
export interface PreviousQuestion {
  readonly hashes: readonly PepperedHash[];
  readonly problem: 'malformed' | 'unknown';
}

/** What an activation asks for, as far as the table must be asked for it; everything secret is an HMAC here. */
export interface ActivationQuestion {
  readonly now: number;
  readonly code: readonly PepperedHash[];
  readonly previous: PreviousQuestion | null;
  readonly releaseSeat: string | null;
  readonly product: Product;
  readonly seen: SeenDevice;
  /** The id of the device, should it turn out to be a new one without a fingerprint. */
  readonly newDevice: string;
}

/** Everything that decides an activation, and what its writes must hold on to. */
export interface LoadedActivation {
  readonly world: ActivationWorld;
  readonly entry: CodeEntry;
  readonly command: Pick<ActivationCommand, 'license' | 'codeRotated' | 'previous'>;
  readonly traces: Traces;
}

/**
 * Loads the world of an activation: in two round trips for a device that is known by its fingerprint, another one for
 * what only some need (other licenses of a recognized device, fronts, previous licenses, a seat to free).
 */
export async function loadActivation(
  reader: LicenseReader,
  question: ActivationQuestion,
  strong: boolean,
): Promise<LoadedActivation | Refusal> {
  const { seen, product, now } = question;
  const found = await lookUp(
    reader,
    { code: question.code, previous: question.previous?.hashes ?? [], family: product.family, seen },
    strong,
  );
  const license = found?.licenses.get(found.entry.license);
  if (found === null || license === undefined) return refuse('code_unknown');
  const unknown = { fingerprints: [], components: {} };
  const slot = found.best?.slot ?? emptySlot(seen.fingerprint ?? question.newDevice, product.family, unknown);
  const previous = readPrevious(question, found.previous);
  const releasable = await readReleasable(reader, license.id, question.releaseSeat);
  const slots = releasable?.slot ? [slot, releasable.slot] : [slot];
  const known = [slot, ...found.others];
  const wanted = [...licensesOf(slots), ...previousLicenses(license, known, previous)];
  const [licenses, products] = await Promise.all([
    readSurroundings(reader, found.licenses, wanted, strong),
    readProductsOf(
      reader,
      slots,
      license.plan.products.map(({ id }) => id),
      now,
    ),
  ]);
  const world = { now, licenses: await reader.withShards(licenses), products, slot, releasable };
  return {
    world: {
      ...world,
      otherRecords: found.others.map((other) => (isSameRecord(other, releasable) ? releasable.slot : other)),
      identity: learn(slot, seen),
      changedComponents: found.best?.match.changedComponents ?? [],
    },
    entry: found.entry,
    command: {
      license: license.id,
      codeRotated: isRotated(found.entry, licenses),
      previous: found.previous !== null && isRotated(found.previous, licenses) ? { problem: 'unknown' } : previous,
    },
    traces: found.traces,
  };
}

function readPrevious({ previous }: ActivationQuestion, entry: CodeEntry | null): PreviousCode | null {
  if (previous === null) return null;
  return entry === null ? { problem: previous.problem } : { license: entry.license };
}

/** A record that was read twice is one: it is written once. */
function isSameRecord(slot: Slot, releasable: Releasable | null): releasable is Releasable & { readonly slot: Slot } {
  const other = releasable?.slot;
  return other?.device === slot.device && other.family === slot.family;
}

/** Whether its license has another code by now. */
function isRotated({ license, codeVersion }: CodeEntry, licenses: Licenses): boolean {
  return codeVersion < (licenses.get(license)?.codeVersion ?? 0);
}

/** The licenses that may fund a renewal, of every record of the device (R7.1, R5.8); no other activation needs them. */
function previousLicenses(license: License, known: readonly Slot[], previous: PreviousCode | null): readonly string[] {
  if (license.plan.renewal === null || license.engagedAt !== null) return [];
  const paid = known.flatMap(({ history }) => history.paidLicenses);
  return [...paid, ...(previous !== null && 'license' in previous ? [previous.license] : [])];
}

async function readReleasable(
  reader: LicenseReader,
  license: string,
  typed: string | null,
): Promise<Releasable | null> {
  const named = typed === null ? null : readSeatId(typed);
  return named === null ? null : readSeatWithSlot(reader.database, license, named);
}
