import type { ActivationCommand, ActivationWorld, PreviousCode, Releasable } from '../core/activation/command.ts';
import type { SeenDevice } from '../core/device-match.ts';
import type { License } from '../core/license.ts';
import type { Product } from '../core/plan.ts';
import { learn, recognize } from '../core/recognition.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { readSeatId } from '../core/seat.ts';
import { emptySlot, type Slot } from '../core/slot.ts';
import type { Licenses } from '../core/take-over.ts';
import { readSlots, readTraces, type Traces, traceKeys } from '../store/devices.ts';
import { slotKey } from '../store/keys.ts';
import { type CodeEntry, type CodeHash, codeKeys, findCode, type LicenseReader } from '../store/licenses.ts';
import { readItems } from '../store/read.ts';
import { readSeatWithSlot } from '../store/seats.ts';
import { licensesOf, readProductsOf, readSurroundings } from '../store/surroundings.ts';

/** What an activation asks for, as far as the table must be asked for it; everything secret is an HMAC here. */
export interface ActivationQuestion {
  readonly now: number;
  readonly code: readonly CodeHash[];
  readonly previous: readonly CodeHash[] | 'malformed' | null;
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
  readonly changedComponents: readonly string[];
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
  const found = await findCodeAndTraces(reader, question, strong);
  if (found === null) return refuse('code_unknown');
  const near = await readNear(reader, question, found, strong);
  const license = near.licenses.get(found.entry.license);
  if (license === undefined) return refuse('code_unknown');
  const { seen, product, now } = question;
  const { best, others } = recognize(near.candidates, seen, license.plan, found.traces.common);
  const unknown = { fingerprints: [], components: {} };
  const slot = best?.slot ?? emptySlot(seen.fingerprint ?? question.newDevice, product.family, unknown);
  const releasable = await readReleasable(reader, license.id, question.releaseSeat);
  const slots = releasable?.slot ? [slot, releasable.slot] : [slot];
  const wanted = [...licensesOf(slots), ...previousLicenses(license, slot, found.previous)];
  const [licenses, products] = await Promise.all([
    readSurroundings(reader, near.licenses, wanted, strong),
    readProductsOf(
      reader,
      slots,
      license.plan.products.map(({ id }) => id),
      now,
    ),
  ]);
  const world = { now, licenses: await reader.withShards(licenses), products, slot, releasable };
  const codeRotated = found.entry.codeVersion < license.codeVersion;
  return {
    world: { ...world, identity: learn(slot, seen), otherHistories: others.map(({ history }) => history) },
    entry: found.entry,
    command: { license: license.id, codeRotated, previous: found.previous },
    traces: found.traces,
    changedComponents: best?.match.changedComponents ?? [],
  };
}

interface Found {
  readonly entry: CodeEntry;
  readonly traces: Traces;
  readonly previous: PreviousCode | null;
  /** Slots that were read together with the code. */
  readonly slots: readonly Slot[];
}

/** First round trip: the code, the device's traces and the slot that its fingerprint names. */
async function findCodeAndTraces(
  reader: LicenseReader,
  question: ActivationQuestion,
  strong: boolean,
): Promise<Found | null> {
  const { code, previous, seen, product } = question;
  const proofs = previous === null || previous === 'malformed' ? [] : previous;
  const keys = [...codeKeys(code), ...codeKeys(proofs), ...traceKeys(product.family, seen)];
  const items = await readItems(reader.database, keys, strong);
  const entry = findCode(items, code);
  if (entry === null) return null;
  const traces = readTraces(items, product.family, seen);
  return {
    entry,
    traces,
    slots: readSlots(items, product.family, traces.devices),
    previous: readPrevious(question, findCode(items, proofs)),
  };
}

function readPrevious({ previous }: ActivationQuestion, entry: CodeEntry | null): PreviousCode | null {
  if (previous === null) return null;
  if (previous === 'malformed') return { problem: 'malformed' };
  return entry === null ? { problem: 'unknown' } : { license: entry.license };
}

/** Second round trip: the license, the licenses of the device's slot, and the slots of other devices that it may be. */
async function readNear(
  reader: LicenseReader,
  { product }: ActivationQuestion,
  { entry, traces, slots }: Found,
  strong: boolean,
): Promise<{ readonly licenses: Licenses; readonly candidates: readonly Slot[] }> {
  const known = new Set(slots.map(({ device }) => device));
  const others = traces.devices.filter((device) => !known.has(device));
  const [whole, items, near] = await Promise.all([
    reader.readWhole(entry.license, strong),
    readItems(
      reader.database,
      others.map((device) => slotKey(device, product.family)),
      strong,
    ),
    reader.read(
      licensesOf(slots).filter((id) => id !== entry.license),
      strong,
    ),
  ]);
  const licenses = new Map(near);
  if (whole !== null) licenses.set(entry.license, whole.license);
  return { licenses, candidates: [...slots, ...readSlots(items, product.family, others)] };
}

/** The licenses that may fund a renewal (R7.1); no other activation needs them. */
function previousLicenses(license: License, slot: Slot, previous: PreviousCode | null): readonly string[] {
  if (license.plan.renewal === null || license.engagedAt !== null) return [];
  return [...slot.history.paidLicenses, ...(previous !== null && 'license' in previous ? [previous.license] : [])];
}

async function readReleasable(
  reader: LicenseReader,
  license: string,
  typed: string | null,
): Promise<Releasable | null> {
  const named = typed === null ? null : readSeatId(typed);
  return named === null ? null : readSeatWithSlot(reader.database, license, named);
}
