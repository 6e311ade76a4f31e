/** What the model's shop sells: few products, and a plan for every rule that depends on the plan. */
import type { Plan, Product } from '../../functions/core/plan.ts';

function product(id: string, family: string, seatClass: string, platforms = ['windows', 'linux']): Product {
  return { id, name: id, family, seatClass, platforms, components: ['scan', 'updates'] };
}

const DESK = product('desk', 'office', 'desktop');
const SERVER = product('server', 'office', 'server', ['linux']);
const NOTES = product('notes', 'notes', 'desktop');

export const PRODUCTS: readonly Product[] = [DESK, SERVER, NOTES];

function plan(id: string, days: number | null, over: Partial<Plan> = {}): Plan {
  return {
    id,
    revision: 1,
    name: id,
    kind: 'commercial',
    family: 'office',
    term: { days, starts: 'first_activation' },
    activateWithinDays: null,
    graceDays: 0,
    maintenanceDays: null,
    entitlements: [],
    seats: { desktop: 2, server: 1 },
    activationsPerSeat: 3,
    products: [{ id: 'desk' }, { id: 'server' }],
    regions: null,
    warnDaysBefore: [7, 1],
    blockToleranceDays: 0,
    renewal: null,
    deviceMatch: { threshold: 0.6, weights: {} },
    lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: false },
    selfService: { releasesPerYear: 2, cooldownHours: 24 },
    ...over,
  };
}

const HOLD = { hours: 48, refreshHours: 12, holdSeatUntilLeaseEnds: true };
const LIMITED: Plan['afterExpiry'] = [
  { platform: 'windows', osVersionBelow: '6.2', mode: 'limited', components: { updates: 'frozen' } },
  { platform: 'linux', osVersionFrom: '5', mode: 'limited', components: { scan: 'off' } },
  { mode: 'off' },
];
const DESK_ONLY = { seats: { desktop: 1 }, products: [{ id: 'desk' }] };

export const PLANS = {
  year: plan('year', 365, { blockToleranceDays: 8, afterExpiry: LIMITED, entitlements: ['pro'] }),
  month: plan('month', 30, { ...DESK_ONLY, afterExpiry: LIMITED }),
  forever: plan('forever', null, { maintenanceDays: 100 }),
  trial: plan('trial', 14, { kind: 'trial', afterExpiry: LIMITED }),
  shortTrial: plan('short-trial', 3, { kind: 'trial', activateWithinDays: 20, ...DESK_ONLY }),
  subscription: plan('subscription', 30, { kind: 'subscription', graceDays: 7, blockToleranceDays: 3 }),
  patientSubscription: plan('patient-subscription', 10, { kind: 'subscription', graceDays: 20, ...DESK_ONLY }),
  beta: plan('beta', 20, { kind: 'beta' }),
  renewal: plan('renewal', 365, { ...DESK_ONLY, renewal: { withoutPreviousDays: 270 } }),
  bigRenewal: plan('big-renewal', 100, { renewal: { withoutPreviousDays: 40 } }),
  held: plan('held', 60, { lease: HOLD, activationsPerSeat: 5 }),
  heldGrace: plan('held-grace', 20, { ...DESK_ONLY, lease: HOLD, graceDays: 5, activationsPerSeat: 5 }),
  ordered: plan('ordered', 40, { term: { days: 40, starts: 'order' }, graceDays: 2 }),
  large: plan('large', 90, { seats: { desktop: 600, server: 1 }, activationsPerSeat: 1000 }),
  largeHeld: plan('large-held', 40, { seats: { desktop: 501 }, products: [{ id: 'desk' }], lease: HOLD }),
  unlimited: plan('unlimited', 50, { seats: { desktop: null, server: 1 }, graceDays: 3 }),
  picky: plan('picky', 60, {
    products: [{ id: 'desk', minVersion: '4', maxVersion: '8' }, { id: 'server' }],
    regions: ['DE', 'AT'],
  }),
  notes: plan('notes', 50, { family: 'notes', seats: { desktop: 2 }, products: [{ id: 'notes' }] }),
} as const satisfies Readonly<Record<string, Plan>>;

export type PlanName = keyof typeof PLANS;

/** What a history may sell: all of it, or what makes one part of the rules meet itself often. */
export const THEMES: Readonly<Record<string, readonly PlanName[]>> = {
  everything: Object.keys(PLANS) as PlanName[],
  reserves: ['month', 'year', 'month', 'beta', 'ordered', 'heldGrace'],
  trials: ['trial', 'shortTrial', 'beta', 'month', 'subscription'],
  subscriptions: ['subscription', 'patientSubscription', 'month', 'year'],
  renewals: ['renewal', 'bigRenewal', 'month', 'year', 'trial', 'notes'],
  seats: ['held', 'heldGrace', 'month', 'year'],
  large: ['large', 'largeHeld', 'unlimited', 'month'],
};
