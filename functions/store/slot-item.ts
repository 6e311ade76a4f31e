import type { Activation, Departed, Holding, Slot, Told } from '../core/slot.ts';
import type { Plain } from './attribute.ts';
import {
  MalformedItem,
  type PlainItem,
  readEntries,
  readMap,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  readText,
  readTexts,
} from './read-plain.ts';

/** Attribute path of an activation's last day seen: the one field that is written without the rest of the slot. */
export function seenOnPath(seatClass: string): readonly string[] {
  return ['f', 'a', seatClass, 'd'];
}

/** Attribute path of an activation's nonce. */
export function noncePath(seatClass: string): readonly string[] {
  return ['f', 'a', seatClass, 'n'];
}

export function writeSlot(slot: Slot): { [name: string]: Plain } {
  const { history, identity } = slot;
  return {
    f: writeHolding(slot.inForce),
    q: writeHolding(slot.reserve),
    x: slot.departed.length > 0 ? slot.departed.map(writeDeparted) : null,
    hp: history.paid || null,
    hl: history.paidLicenses.length > 0 ? history.paidLicenses : null,
    ht: history.trial,
    ff: identity.fingerprints.length > 0 ? identity.fingerprints : null,
    co: Object.keys(identity.components).length > 0 ? identity.components : null,
    v: slot.version,
  };
}

export function readSlot(device: string, family: string, item: PlainItem): Slot {
  const components = readMap(item, 'co');
  return {
    device,
    family,
    inForce: readHolding(item, 'f'),
    reserve: readHolding(item, 'q'),
    departed: (Array.isArray(item.x) ? (item.x as readonly PlainItem[]) : []).map(readDeparted),
    history: {
      paid: item.hp === true,
      paidLicenses: readTexts(item, 'hl'),
      trial: readOptionalText(item, 'ht'),
    },
    identity: {
      fingerprints: readTexts(item, 'ff'),
      components: Object.fromEntries(Object.keys(components).map((name) => [name, readText(components, name)])),
    },
    version: readNumber(item, 'v'),
  };
}

function writeHolding(holding: Holding | null): Plain {
  if (holding === null) return null;
  const activations = Object.entries(holding.activations).map(([name, one]): [string, Plain] => [
    name,
    writeActivation(one),
  ]);
  return { l: holding.license, s: holding.since, a: Object.fromEntries(activations) };
}

function readHolding(item: PlainItem, name: string): Holding | null {
  if (item[name] === undefined) return null;
  const holding = readMap(item, name);
  const activations = readEntries(holding, 'a', (one) => one);
  return {
    license: readText(holding, 'l'),
    since: readNumber(holding, 's'),
    activations: Object.fromEntries(
      Object.entries(activations).map(([seatClass, one]) => [seatClass, readActivation(seatClass, one)]),
    ),
  };
}

function writeActivation(activation: Activation): Plain {
  return {
    n: activation.nonce,
    p: activation.product,
    v: activation.productVersion,
    o: activation.platform,
    w: activation.osVersion,
    r: activation.region,
    m: activation.deviceName,
    t: activation.activatedAt,
    c: activation.countedAt,
    d: activation.seenOn,
    k: activation.shard || null,
    y: activation.told === undefined ? null : writeTold(activation.told),
  };
}

/** Nulls are not stored, so they are left out again where the item has none. */
function readActivation(seatClass: string, item: PlainItem): Activation {
  return {
    nonce: readText(item, 'n'),
    seatClass,
    product: readText(item, 'p'),
    productVersion: readOptionalText(item, 'v'),
    platform: readText(item, 'o'),
    osVersion: readOptionalText(item, 'w'),
    region: readOptionalText(item, 'r'),
    deviceName: readOptionalText(item, 'm'),
    activatedAt: readNumber(item, 't'),
    countedAt: readNumber(item, 'c'),
    seenOn: readNumber(item, 'd'),
    shard: typeof item.k === 'number' ? item.k : 0,
    ...(item.y !== undefined && { told: readTold(readMap(item, 'y')) }),
  };
}

function writeTold({ forfeitedDays, warnings, changedComponents }: Told): Plain {
  return { f: forfeitedDays, w: warnings, ...(changedComponents.length > 0 && { g: changedComponents }) };
}

function readTold(item: PlainItem): Told {
  return {
    forfeitedDays: readOptionalNumber(item, 'f'),
    warnings: readTexts(item, 'w'),
    changedComponents: item.g === undefined ? [] : readTexts(item, 'g'),
  };
}

const HOW = { t: 'took_over', r: 'replaced', x: 'released' } as const;

function writeDeparted(one: Departed): Plain {
  const how = one.how === 'took_over' ? 't' : one.how === 'replaced' ? 'r' : 'x';
  const { nonce, license, seatClass, at, seatFreeAt, shard, promoted } = one;
  return {
    n: nonce,
    l: license,
    c: seatClass,
    h: how,
    t: at,
    f: seatFreeAt,
    ...(shard > 0 && { k: shard }),
    ...(promoted && { p: promoted }),
  };
}

function readDeparted(item: PlainItem): Departed {
  const how = HOW[readText(item, 'h') as keyof typeof HOW];
  if (how === undefined) throw new MalformedItem('departed activation of an unknown kind');
  return {
    nonce: readText(item, 'n'),
    license: readText(item, 'l'),
    seatClass: readText(item, 'c'),
    how,
    at: readNumber(item, 't'),
    seatFreeAt: readNumber(item, 'f'),
    shard: typeof item.k === 'number' ? item.k : 0,
    promoted: readOptionalText(item, 'p'),
  };
}
