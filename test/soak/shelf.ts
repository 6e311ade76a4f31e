import { aPlan } from '../support/states.ts';
import { type Stored, storeLicense, storeProducts } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';

/** A device of the run, and what its last answers said of it. */
export interface SoakDevice {
  readonly fingerprint: string;
  activationId: string | null;
  /** Null when an answer was lost for good. */
  active: boolean | null;
  /** It was refused after a write of its own had been given up, which may have landed behind the refusal. */
  doubt: boolean;
  /** Somebody is using it: one device asks one thing at a time. */
  busy: boolean;
}

/** A license with its devices: more than it has seats. */
export interface SoakLicense extends Stored {
  readonly limit: number;
  readonly devices: readonly SoakDevice[];
}

const OFTEN = { activationsPerSeat: 100_000 };
const HOLDING = { lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } };

/** Plans of all kinds that treat seats otherwise: small ones, held ones, short ones, and one in shards. */
const PLANS = [
  { id: 'one', seats: { desktop: 1 } },
  { id: 'three', seats: { desktop: 3 } },
  { id: 'short', seats: { desktop: 3 }, term: { days: 60, starts: 'first_activation' }, graceDays: 5 },
  { id: 'holding', seats: { desktop: 2 }, ...HOLDING },
  { id: 'five', seats: { desktop: 5 }, blockToleranceDays: 8 },
] as const;
const LARGE = { id: 'large', seats: { desktop: 600 } };
/** Every so many licenses one with a large class. */
const LARGE_EACH = 100;
const SPARE_DEVICES = 2;
const DEVICES_OF_LARGE = 60;

/** Stores the licenses of a run. */
export async function fillShelf(shop: TestService, count: number): Promise<readonly SoakLicense[]> {
  await storeProducts(shop);
  const shelf: SoakLicense[] = [];
  for (let number = 0; number < count; number += 1) {
    const plan = number % LARGE_EACH === LARGE_EACH - 1 ? LARGE : (PLANS[number % PLANS.length] ?? LARGE);
    const stored = await storeLicense(shop, { plan: { ...OFTEN, ...plan } });
    const limit = aPlan(plan).seats.desktop ?? 0;
    const devices = plan === LARGE ? DEVICES_OF_LARGE : limit * 2 + SPARE_DEVICES;
    shelf.push({ ...stored, limit, devices: Array.from({ length: devices }, (_, at) => aDevice(`${number}-${at}`)) });
  }
  return shelf;
}

function aDevice(name: string): SoakDevice {
  return { fingerprint: `fingerprint-of-${name}`, activationId: null, active: false, doubt: false, busy: false };
}
