/** Builders of states for tests of the rules: a plain, valid state with what a test cares about on top. */
import { EMPTY_TALLY } from '../../functions/core/activation-tally.ts';
import { DAY, dayNumber, type Instant } from '../../functions/core/instant.ts';
import type { Flag, License } from '../../functions/core/license.ts';
import type { Plan, Product } from '../../functions/core/plan.ts';
import { newPool } from '../../functions/core/seat-pool.ts';
import type { Activation, Departed, Facts, Holding, Slot } from '../../functions/core/slot.ts';
import type { Licenses, Products } from '../../functions/core/take-over.ts';

/** The instant from which tests count days. */
export const T0: Instant = Date.UTC(2026, 0, 15, 10, 30);

/** So many days after `T0`. */
export function day(days: number): Instant {
  return T0 + days * DAY;
}

export const FAMILY = 'office';

export function aProduct(over: Partial<Product> = {}): Product {
  return {
    id: 'office-pc',
    name: 'Office for PC',
    family: FAMILY,
    seatClass: 'desktop',
    platforms: ['windows'],
    components: ['firewall', 'updates'],
    ...over,
  };
}

export const PC = aProduct();
export const MAC = aProduct({ id: 'office-mac', platforms: ['macos'] });
export const PHONE = aProduct({ id: 'office-phone', seatClass: 'mobile', platforms: ['android', 'ios'] });
export const PRODUCTS: Products = new Map([PC, MAC, PHONE].map((product) => [product.id, product]));

export function aPlan(over: Partial<Plan> = {}): Plan {
  return {
    id: 'office-1y',
    revision: 1,
    name: 'Office for a year',
    kind: 'commercial',
    family: FAMILY,
    term: { days: 365, starts: 'first_activation' },
    activateWithinDays: null,
    graceDays: 0,
    maintenanceDays: null,
    entitlements: [],
    seats: { desktop: 3, mobile: 2 },
    activationsPerSeat: 5,
    products: [{ id: PC.id }, { id: MAC.id }, { id: PHONE.id }],
    regions: null,
    warnDaysBefore: [14, 7, 3, 1],
    blockToleranceDays: 0,
    renewal: null,
    deviceMatch: { threshold: 0.6, weights: {} },
    lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: false },
    selfService: { releasesPerYear: 3, cooldownHours: 24 },
    ...over,
  };
}

export function aFlag(at: Instant): Flag {
  return { at, reason: 'told so', actor: 'support' };
}

/** A license that was issued at `T0`; its term, maintenance and seats are those of its plan. */
export function aLicense(over: Partial<License> = {}): License {
  const plan = over.plan ?? aPlan();
  const seats = Object.entries(plan.seats).map(([seatClass, limit]) => [seatClass, newPool(limit, 0)] as const);
  return {
    id: 'lic_a',
    plan,
    issuedAt: T0,
    orderedAt: null,
    activateBy: null,
    notAfter: null,
    term: plan.term.days === null ? null : plan.term.days * DAY,
    maintenance: plan.maintenanceDays === null ? null : plan.maintenanceDays * DAY,
    startedAt: null,
    engagedAt: over.startedAt ?? null,
    suspended: null,
    blocked: null,
    revoked: null,
    codeVersion: 1,
    codeHint: '*****-*****-*****-AB3CD',
    seats: Object.fromEntries(seats),
    tally: EMPTY_TALLY,
    releases: [],
    fronts: {},
    renewedBy: null,
    renews: null,
    promotion: false,
    regions: null,
    entitlements: null,
    metadata: {},
    pastEnds: [],
    recheckAt: null,
    sweptTo: T0 - 1,
    due: null,
    version: 1,
    guard: 0,
    ...over,
  };
}

export function byId(...licenses: readonly License[]): Licenses {
  return new Map(licenses.map((license) => [license.id, license]));
}

/** A nonce as long as real ones are, with a readable beginning. */
export function nonceOf(name: string): string {
  return name.padEnd(22, '0');
}

export const FACTS: Facts = {
  product: PC.id,
  productVersion: '5.0.1',
  platform: 'windows',
  osVersion: '10.0',
  region: null,
};

export function anActivation(over: Partial<Activation> = {}): Activation {
  const activatedAt = over.activatedAt ?? T0;
  return {
    ...FACTS,
    nonce: nonceOf('a'),
    seatClass: 'desktop',
    deviceName: 'Reception',
    activatedAt,
    countedAt: activatedAt,
    seenOn: dayNumber(activatedAt),
    shard: 0,
    ...over,
  };
}

/** A license on a device with its activations, one of class `desktop` unless others are given. */
export function aHolding(license: string, activations: readonly Activation[] = [anActivation()], since = T0): Holding {
  return { license, since, activations: Object.fromEntries(activations.map((one) => [one.seatClass, one])) };
}

export function aDeparted(over: Partial<Departed> = {}): Departed {
  return {
    nonce: nonceOf('gone'),
    license: 'lic_a',
    seatClass: 'desktop',
    how: 'released',
    at: T0,
    seatFreeAt: T0,
    shard: 0,
    promoted: null,
    ...over,
  };
}

export function aSlot(over: Partial<Slot> = {}): Slot {
  return {
    device: 'device-1',
    family: FAMILY,
    inForce: null,
    reserve: null,
    departed: [],
    history: { paid: false, paidLicenses: [], trial: null },
    identity: { fingerprints: [], components: {} },
    version: 1,
    ...over,
  };
}

/** Several parts as one; a later part has the last word. */
export function merged<T extends object>(parts: readonly (Partial<T> | undefined)[]): Partial<T> {
  const whole: Partial<T> = {};
  for (const part of parts) Object.assign(whole, part);
  return whole;
}

/** The license with so many seats of a class taken. */
export function occupied(license: License, seatClass: string, used: number): License {
  const pool = license.seats[seatClass] ?? newPool(0, 0);
  return { ...license, seats: { ...license.seats, [seatClass]: { ...pool, counter: { ...pool.counter, used } } } };
}
