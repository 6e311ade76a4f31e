import { DEMO_DEVICES, FIRST_NAMES, LAST_NAMES } from './demo-catalog.ts';

/** A device that activates an order's code. Days are counted from the beginning. */
interface DemoActivation {
  readonly day: number;
  readonly product: string;
  /** It is still in use: it asks about its license shortly before the end. */
  readonly seenOn: number | null;
  readonly device: { fingerprint: string; platform: string; osVersion: string; name: string };
}

/** What an operator did to the license of an order. */
interface DemoAction {
  readonly day: number;
  readonly action: 'extend' | 'block' | 'suspend' | 'revoke';
  readonly reason: string;
  readonly days?: number;
}

export interface DemoOrder {
  readonly day: number;
  readonly plan: string;
  readonly quantity: number;
  readonly batch: string;
  readonly orderId?: string;
  readonly customer?: { readonly name: string; readonly email: string };
  readonly activations: readonly DemoActivation[];
  readonly actions: readonly DemoAction[];
}

/** Days that the demonstration reaches back: more than a year, so that licenses of a year have ended. */
export const DEMO_DAYS = 430;

/** The batch that is issued first; its date is the beginning of the demonstration. */
export const FIRST_BATCH = 'demo-reseller-north';

/** The batch that is issued last; where it exists, the demonstration is complete. */
export const LAST_BATCH = 'demo-fair';

const RETAIL = 300;

/** The same orders every time: the numbers come from a generator with a fixed seed. */
export function demoOrders(): readonly DemoOrder[] {
  const random = createRandom(20261124);
  const retail = Array.from({ length: RETAIL }, (_, n) => retailOrder(n, random)).sort((a, b) => a.day - b.day);
  const bulk = { plan: 'office-security-1y', activations: [], actions: [] };
  return [
    { ...bulk, day: 0, quantity: 12, batch: FIRST_BATCH },
    ...retail,
    { ...bulk, day: DEMO_DAYS - 1, plan: 'office-security-trial', quantity: 24, batch: LAST_BATCH },
  ];
}

type Random = (below: number) => number;

/** Mulberry32: small, and good enough for names and days. */
function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

function retailOrder(n: number, random: Random): DemoOrder {
  const plan = pickPlan(random);
  const day = random(DEMO_DAYS - 2);
  const first = pick(random, FIRST_NAMES);
  const last = pick(random, LAST_NAMES);
  const begins = day + random(5);
  return {
    day,
    plan,
    quantity: 1,
    batch: `demo-shop-${String(Math.floor(day / 30) + 1).padStart(2, '0')}`,
    orderId: `A-${10_000 + n}`,
    customer: { name: `${first} ${last}`, email: `${plainLetters(`${first}.${last}`)}${n}@example.com` },
    activations: random(9) === 0 ? [] : activationsOf(n, plan, begins, random),
    actions: [...renewalsOf(plan, begins, random), ...troubleOf(begins, random)],
  };
}

function pickPlan(random: Random): string {
  const dice = random(100);
  if (dice < 46) return 'office-security-1y';
  if (dice < 68) return 'office-security-monthly';
  if (dice < 84) return 'office-security-trial';
  return dice < 94 ? 'office-security-perpetual' : 'office-security-beta';
}

function plainLetters(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase();
}

function activationsOf(n: number, plan: string, begins: number, random: Random): readonly DemoActivation[] {
  const single = plan.endsWith('trial') || plan.endsWith('beta');
  const fitting = DEMO_DEVICES.filter(({ product }) => {
    if (plan.endsWith('beta')) return product === 'office-security-pc';
    return product !== 'office-security-mobile' || /1y|monthly/.test(plan);
  });
  const count = single ? 1 : 1 + random(2) + (random(5) === 0 ? 1 : 0);
  return Array.from({ length: Math.min(count, plan.endsWith('perpetual') ? 2 : 3) }, (_, at) => {
    const { product, platform, osVersion, names } = pick(random, fitting);
    const name = `${pick(random, names)} ${1 + random(9)}`;
    const fingerprint = `demonstration-${n}-${at}-device`;
    const seenOn = random(4) === 0 ? null : DEMO_DAYS - 1 - random(5);
    return { day: begins + at * random(20), product, seenOn, device: { fingerprint, platform, osVersion, name } };
  });
}

/** Most monthly customers pay again; some have just stopped, and are in their days of grace. */
function renewalsOf(plan: string, begins: number, random: Random): readonly DemoAction[] {
  if (!plan.endsWith('monthly')) return [];
  const months = random(4) === 0 ? random(6) : 20;
  return Array.from({ length: months }, (_, n) => begins + (n + 1) * 30 - 1)
    .filter((day) => day < DEMO_DAYS - random(9))
    .map((day) => ({ day, action: 'extend', reason: 'The next month was paid.', days: 30 }));
}

function troubleOf(begins: number, random: Random): readonly DemoAction[] {
  const day = Math.min(DEMO_DAYS - 1 - random(20), begins + 20 + random(300));
  const dice = random(100);
  if (day <= begins || dice > 15) return [];
  if (dice < 5) return [{ day, action: 'block', reason: 'The code was found on a public list.' }];
  if (dice < 10) return [{ day, action: 'suspend', reason: 'The invoice is overdue.' }];
  return [{ day, action: 'revoke', reason: 'The payment was charged back.' }];
}
