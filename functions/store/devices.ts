import type { SeenDevice } from '../core/device-match.ts';
import { dependsOnCommon } from '../core/recognition.ts';
import type { DeviceIdentity, Slot } from '../core/slot.ts';
import type { Database } from './client.ts';
import { Expression } from './expression.ts';
import { aliasKey, type Key, slotKey } from './keys.ts';
import { type Items, readItems } from './read.ts';
import { readNumber, readTexts } from './read-plain.ts';
import { readSlot } from './slot-item.ts';
import type { Write } from './transaction.ts';

/** More devices than this make a component's value common: it tells nothing any more (R10.2). */
const MAX_DEVICES = 4;

/** Which devices of a family have a component value or a later fingerprint; `version` 0 while nobody has. */
interface Alias {
  readonly value: string;
  readonly devices: readonly string[];
  readonly common: boolean;
  readonly version: number;
}

/** Where a device may be known, from what it sent (all HMACs). */
export interface Traces {
  readonly devices: readonly string[];
  readonly common: ReadonlySet<string>;
  readonly aliases: ReadonlyMap<string, Alias>;
}

function valuesOf({ fingerprint, components = {} }: SeenDevice): readonly string[] {
  return [...(fingerprint === undefined ? [] : [fingerprint]), ...Object.values(components)];
}

/** An alias stands for one family: a device is recognized by what the family's slots have stored. */
function keyOf(family: string, value: string): Key {
  return aliasKey(`${family}#${value}`);
}

/** The keys to read for a device that was seen: one alias a value, and the slot that its fingerprint names. */
export function traceKeys(family: string, seen: SeenDevice): readonly Key[] {
  const own = seen.fingerprint === undefined ? [] : [slotKey(seen.fingerprint, family)];
  return [...own, ...valuesOf(seen).map((value) => keyOf(family, value))];
}

/** Reads the traces among items that were read together. */
export function readTraces(items: Items, family: string, seen: SeenDevice): Traces {
  const aliases = new Map<string, Alias>();
  const common = new Set<string>();
  const devices = new Set<string>(seen.fingerprint === undefined ? [] : [seen.fingerprint]);
  for (const value of valuesOf(seen)) {
    const item = items.get(keyOf(family, value));
    const alias: Alias =
      item === undefined
        ? { value, devices: [], common: false, version: 0 }
        : { value, devices: readTexts(item, 'd'), common: item.x === 1, version: readNumber(item, 'v') };
    aliases.set(value, alias);
    if (alias.common) common.add(value);
    else for (const device of alias.devices) devices.add(device);
  }
  return { devices: [...devices], common, aliases };
}

/**
 * The recorded values of devices that tell nothing (R10.2), where they may decide; no round trip where they may not.
 * @param traced values whose aliases have been read
 */
export async function readCommonValues(
  database: Database,
  family: string,
  { slots, seen, traced }: { slots: readonly Slot[]; seen: SeenDevice; traced: ReadonlyMap<string, unknown> },
  strong: boolean,
): Promise<ReadonlySet<string>> {
  const doubtful = slots.filter((slot) => dependsOnCommon(slot, seen));
  const recorded = doubtful.flatMap(({ identity }) => Object.values(identity.components));
  const values = [...new Set(recorded)].filter((value) => !traced.has(value));
  const keys = values.map((value) => keyOf(family, value));
  const items = await readItems(database, keys, strong);
  return new Set(values.filter((value) => items.get(keyOf(family, value))?.x === 1));
}

/** The slots of devices among items that were read together. */
export function readSlots(items: Items, family: string, devices: readonly string[]): readonly Slot[] {
  return devices.flatMap((device) => {
    const item = items.get(slotKey(device, family));
    return item === undefined ? [] : [readSlot(device, family, item)];
  });
}

/**
 * The writes that let a device be found by what it is known by now. Each alias must be as it was read, so that two first
 * sightings of one device that race give one device (R10.2): the second finds the first.
 */
export function writeAliases(
  family: string,
  device: string,
  identity: DeviceIdentity,
  traces: Traces,
): readonly Write[] {
  const writes: Write[] = [];
  for (const value of [...identity.fingerprints, ...Object.values(identity.components)]) {
    const alias = traces.aliases.get(value);
    if (alias === undefined || alias.common || alias.devices.includes(device)) continue;
    const devices = [...alias.devices, device];
    const item = devices.length > MAX_DEVICES ? { x: 1 } : { d: devices };
    const expression = new Expression().demandEqual(['v'], alias.version === 0 ? null : alias.version);
    writes.push({ put: keyOf(family, value), item: { ...item, v: alias.version + 1 }, expression });
  }
  return writes;
}
