import type { SeenDevice } from '../core/device-match.ts';
import { type Recognition, recognize } from '../core/recognition.ts';
import type { Slot } from '../core/slot.ts';
import type { Licenses } from '../core/take-over.ts';
import type { PepperedHash } from '../runtime/hashing.ts';
import { readCommonValues, readSlots, readTraces, type Traces, traceKeys } from './devices.ts';
import { slotKey } from './keys.ts';
import { type CodeEntry, codeKeys, findCode, type LicenseReader } from './licenses.ts';
import { readItems } from './read.ts';
import { licensesOf } from './surroundings.ts';

/** A code on a device, for a family of products; everything secret is an HMAC here. */
export interface LookUp {
  readonly code: readonly PepperedHash[];
  /** The code of a previous license (R7.1), if one was sent. */
  readonly previous: readonly PepperedHash[];
  readonly family: string;
  readonly seen: SeenDevice;
}

/** What a code and a device lead to. */
export interface LookedUp {
  readonly entry: CodeEntry;
  readonly previous: CodeEntry | null;
  /** The code's license with its counters, and the licenses of the slot that the fingerprint names. */
  readonly licenses: Licenses;
  readonly traces: Traces;
  readonly best: Recognition | null;
  /** Other records that match the device (R5.8). */
  readonly others: readonly Slot[];
}

/**
 * Finds the license behind a code and the device that it is used on, in two round trips: the code with the device's
 * traces, then the license with what the traces lead to.
 * @returns null when no such code exists
 */
export async function lookUp(reader: LicenseReader, request: LookUp, strong: boolean): Promise<LookedUp | null> {
  const { database } = reader;
  const { code, previous, family, seen } = request;
  const keys = [...codeKeys(code), ...codeKeys(previous), ...traceKeys(family, seen)];
  const items = await readItems(database, keys, strong);
  const entry = findCode(items, code);
  if (entry === null) return null;
  const traces = readTraces(items, family, seen);
  const slots = readSlots(items, family, traces.devices);
  const unread = traces.devices.filter((device) => device !== seen.fingerprint);
  const near = licensesOf(slots).filter((id) => id !== entry.license);
  const [whole, more, others] = await Promise.all([
    reader.readWhole(entry.license, strong),
    readItems(
      database,
      unread.map((device) => slotKey(device, family)),
      strong,
    ),
    reader.read(near, strong),
  ]);
  if (whole === null) return null;
  const { license } = whole;
  const candidates = [...slots, ...readSlots(more, family, unread)];
  const recorded = { slots: candidates, seen, traced: traces.aliases };
  const common = await readCommonValues(database, family, recorded, strong);
  return {
    entry,
    previous: findCode(items, previous),
    licenses: new Map([...others, [license.id, license] as const]),
    traces,
    ...recognize(candidates, seen, license.plan, new Set([...traces.common, ...common])),
  };
}
