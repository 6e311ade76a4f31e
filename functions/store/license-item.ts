import type { Flag, Front, License, LicenseDetails } from '../core/license.ts';
import type { Plan } from '../core/plan.ts';
import type { SeatPool } from '../core/seat-pool.ts';
import type { Plain } from './attribute.ts';
import { readCounter, readTally, writeCounter, writeTally } from './counter-item.ts';
import { duePartition, licenseKey, sortableInstant } from './keys.ts';
import {
  type PlainItem,
  readEntries,
  readMap,
  readNumber,
  readNumbers,
  readOptionalNumber,
  readOptionalText,
  readText,
  readTexts,
} from './read-plain.ts';

/** Short attribute names keep the item below 1 KB, which is what a write unit holds (docs/data-model.md). */
export function writeLicense(license: License): { [name: string]: Plain } {
  const { plan } = license;
  return {
    p: plan.id,
    r: plan.revision,
    i: license.issuedAt,
    o: license.orderedAt,
    ab: license.activateBy,
    na: license.notAfter,
    t: license.term,
    m: license.maintenance,
    st: license.startedAt,
    en: license.engagedAt,
    fs: writeFlag(license.suspended),
    fb: writeFlag(license.blocked),
    fr: writeFlag(license.revoked),
    cv: license.codeVersion,
    ch: license.codeHint,
    se: Object.fromEntries(Object.entries(license.seats).map(([name, pool]) => [name, writePool(pool)])),
    ...writeTally(license.tally),
    rl: unlessEmpty(license.releases),
    fo: Object.keys(license.fronts).length > 0 ? writeFronts(license.fronts) : null,
    rb: license.renewedBy,
    rn: license.renews,
    pr: license.promotion || null,
    rg: license.regions,
    et: license.entitlements,
    md: Object.keys(license.metadata).length > 0 ? license.metadata : null,
    pe: unlessEmpty(license.pastEnds),
    ra: license.recheckAt,
    sw: license.sweptTo,
    v: license.version,
    g: license.guard,
    ...writeDue(license),
  };
}

/** The license's place in the due index, or none. */
function writeDue({ id, due }: License): { dueP: Plain; dueS: Plain } {
  if (due === null) return { dueP: null, dueS: null };
  return { dueP: duePartition(id), dueS: `${sortableInstant(due)}#${licenseKey(id).pk}` };
}

/** The instant in a `dueS`. */
function readDueInstant(dueS: string): number {
  return Number(dueS.slice(0, dueS.indexOf('#')));
}

export function readLicense(id: string, item: PlainItem, plan: Plan): License {
  const due = readOptionalText(item, 'dueS');
  return {
    id,
    plan,
    issuedAt: readNumber(item, 'i'),
    orderedAt: readOptionalNumber(item, 'o'),
    activateBy: readOptionalNumber(item, 'ab'),
    notAfter: readOptionalNumber(item, 'na'),
    term: readOptionalNumber(item, 't'),
    maintenance: readOptionalNumber(item, 'm'),
    startedAt: readOptionalNumber(item, 'st'),
    engagedAt: readOptionalNumber(item, 'en'),
    suspended: readFlag(item, 'fs'),
    blocked: readFlag(item, 'fb'),
    revoked: readFlag(item, 'fr'),
    codeVersion: readNumber(item, 'cv'),
    codeHint: readText(item, 'ch'),
    seats: readEntries(item, 'se', readPool),
    tally: readTally(item),
    releases: readNumbers(item, 'rl'),
    fronts: readEntries(item, 'fo', readFront),
    renewedBy: readOptionalText(item, 'rb'),
    renews: readOptionalText(item, 'rn'),
    promotion: item.pr === true,
    regions: item.rg === undefined ? null : readTexts(item, 'rg'),
    entitlements: item.et === undefined ? null : readTexts(item, 'et'),
    metadata: readMetadata(item),
    pastEnds: readNumbers(item, 'pe'),
    recheckAt: readOptionalNumber(item, 'ra'),
    sweptTo: readNumber(item, 'sw'),
    due: due === null ? null : readDueInstant(due),
    version: readNumber(item, 'v'),
    guard: readNumber(item, 'g'),
  };
}

function unlessEmpty(list: readonly number[]): readonly number[] | null {
  return list.length > 0 ? list : null;
}

function writeFlag(flag: Flag | null): Plain {
  return flag === null ? null : { a: flag.at, r: flag.reason, b: flag.actor };
}

function readFlag(item: PlainItem, name: string): Flag | null {
  if (item[name] === undefined) return null;
  const flag = readMap(item, name);
  return { at: readNumber(flag, 'a'), reason: readText(flag, 'r'), actor: readText(flag, 'b') };
}

function writePool({ counter, sharded }: SeatPool): Plain {
  return { ...writeCounter(counter), ...(sharded && { x: 1 }) };
}

function readPool(item: PlainItem): SeatPool {
  return { counter: readCounter(item), sharded: item.x === 1, shards: [] };
}

function writeFronts(fronts: License['fronts']): Plain {
  return Object.fromEntries(Object.entries(fronts).map(([id, { slots, since }]) => [id, { n: slots, s: since }]));
}

function readFront(item: PlainItem): Front {
  return { slots: readNumber(item, 'n'), since: readNumber(item, 's') };
}

function readMetadata(item: PlainItem): Record<string, string> {
  const metadata = readMap(item, 'md');
  return Object.fromEntries(Object.keys(metadata).map((name) => [name, readText(metadata, name)]));
}

export function writeDetails({ batch, customer, orderId }: LicenseDetails): { [name: string]: Plain } {
  return { b: batch, c: customer === null ? null : { e: customer.email, n: customer.name }, o: orderId };
}

export function readDetails(item: PlainItem): LicenseDetails {
  const customer = readMap(item, 'c');
  const email = readOptionalText(customer, 'e');
  const name = readOptionalText(customer, 'n');
  return {
    batch: readText(item, 'b'),
    customer: item.c === undefined ? null : { ...(email !== null && { email }), ...(name !== null && { name }) },
    orderId: readOptionalText(item, 'o'),
  };
}
