import { EMPTY_TALLY } from '../../functions/core/activation-tally.ts';
import { DAY } from '../../functions/core/instant.ts';
import type { License } from '../../functions/core/license.ts';
import type { Plan, Product } from '../../functions/core/plan.ts';

export const START = Date.parse('2026-11-24T11:00:00.000Z');
export const LEASE_HOURS = 24;

export const PRODUCT: Product = {
  id: 'pc',
  name: 'PC',
  family: 'office',
  seatClass: 'desktop',
  platforms: ['windows'],
  components: [],
};

export function planOf(seats: number, holdSeatUntilLeaseEnds: boolean): Plan {
  return {
    id: 'p',
    revision: 1,
    name: 'P',
    kind: 'commercial',
    family: 'office',
    term: { days: 400, starts: 'first_activation' },
    activateWithinDays: null,
    graceDays: 0,
    maintenanceDays: null,
    entitlements: [],
    seats: { desktop: seats },
    activationsPerSeat: 100_000,
    products: [{ id: 'pc' }],
    regions: null,
    warnDaysBefore: [],
    blockToleranceDays: 0,
    renewal: null,
    deviceMatch: { threshold: 0.6, weights: {} },
    lease: { hours: LEASE_HOURS, refreshHours: 12, holdSeatUntilLeaseEnds },
    selfService: { releasesPerYear: 100_000, cooldownHours: 0 },
  };
}

export function licenseOf(id: string, plan: Plan): License {
  return {
    id,
    plan,
    issuedAt: START,
    orderedAt: null,
    activateBy: null,
    notAfter: null,
    term: 400 * DAY,
    maintenance: null,
    startedAt: null,
    engagedAt: null,
    suspended: null,
    blocked: null,
    revoked: null,
    codeVersion: 1,
    codeHint: '*****-*****-*****-AB3CD',
    seats: { desktop: { counter: { limit: plan.seats.desktop ?? 0, used: 0, held: [] }, sharded: false, shards: [] } },
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
    sweptTo: 0,
    due: null,
    version: 0,
    guard: 0,
    recheckAt: null,
  };
}
