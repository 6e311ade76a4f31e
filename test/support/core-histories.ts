/** Random histories for the rules as a whole: what may happen, and how it is played in a world. */
import fc from 'fast-check';
import { DAY, HOUR } from '../../functions/core/instant.ts';
import type { License } from '../../functions/core/license.ts';
import { extend } from '../../functions/core/operate/extend.ts';
import { block, resume, revoke, suspend, unblock } from '../../functions/core/operate/flags.ts';
import type { Kind } from '../../functions/core/plan.ts';
import { type Act, type CoreWorld, ordering } from './core-world.ts';
import { aLicense, aPlan, day, PC, PHONE } from './states.ts';

export const DEVICES = ['d1', 'd2'] as const;

interface Sold {
  readonly kind?: Kind;
  readonly days?: number | null;
  readonly graceDays?: number;
  readonly hold?: boolean;
  readonly over?: Partial<License>;
}

/** Every sort of license, with few seats and short terms, so that they meet. */
const SOLD: Readonly<Record<string, Sold>> = {
  year: { days: 40 },
  long: { days: 90, over: { notAfter: day(300) } },
  graced: { days: 30, graceDays: 8 },
  held: { days: 60, hold: true },
  forever: { days: null },
  subscription: { kind: 'subscription', days: 20, graceDays: 5 },
  beta: { kind: 'beta', days: 25 },
  trial: { kind: 'trial', days: 10 },
  'other-trial': { kind: 'trial', days: 10 },
};

export function sold(): License[] {
  return Object.entries(SOLD).map(([id, { kind = 'commercial', days = 30, graceDays = 0, hold = false, over }]) => {
    const plan = aPlan({
      kind,
      graceDays,
      term: { days, starts: 'first_activation' },
      seats: { desktop: 2, mobile: 1 },
      activationsPerSeat: 9,
      blockToleranceDays: 3,
      lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: hold },
      selfService: { releasesPerYear: 3, cooldownHours: 24 },
    });
    return aLicense({ id, plan, ...over });
  });
}

const INSTRUCTIONS: Readonly<Record<string, Act>> = {
  'extend 5': ordering(extend(5)),
  'extend 40': ordering(extend(40)),
  block: ordering(block),
  unblock: ordering(unblock),
  suspend: ordering(suspend),
  resume: ordering(resume),
  revoke,
};

/** What stops a license is soon undone; revocation, which is for good, is rare. */
const ORDER_NAMES = [
  'extend 5',
  'extend 40',
  'block',
  'suspend',
  'unblock',
  'unblock',
  'unblock',
  'resume',
  'resume',
  'resume',
  'extend 5',
  'extend 40',
  'revoke',
];

const device = fc.constantFrom(...DEVICES);
/** Commercial codes come more often: only they wait behind each other. */
const license = fc.constantFrom(...Object.keys(SOLD), 'year', 'long', 'graced', 'held', 'year', 'long');

export const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('activate' as const),
      device,
      license,
      seatClass: fc.constantFrom('desktop' as const, 'desktop' as const, 'desktop' as const, 'mobile' as const),
      replace: fc.constantFrom(false, false, false, false, false, true),
      free: fc.option(device, { freq: 3 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      by: fc.oneof(
        fc.integer({ min: 1, max: 40 * 24 }).map((hours) => hours * HOUR),
        fc.constantFrom(1, DAY, 10 * DAY),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deactivate' as const), device, nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('free' as const), nth: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      license,
      order: fc.constantFrom(...ORDER_NAMES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
);

export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Every activation id that a device ever got, in its order. */
export type Ids = Map<string, { license: string; nonce: string }[]>;

/** Plays a step and tells what was answered; a sweep answers nothing. */
export function play(world: CoreWorld, ids: Ids, one: Step): unknown {
  switch (one.do) {
    case 'activate': {
      const product = one.seatClass === 'desktop' ? PC : PHONE;
      const outcome = world.activate(one.device, one.license, { ...one, product });
      if (outcome.refusal !== null) return { refused: outcome.refusal.refused };
      const { role, created, nonce, forfeitedDays, warnings } = outcome;
      if (created) ids.set(one.device, [...(ids.get(one.device) ?? []), { license: one.license, nonce }]);
      return { role, created, forfeitedDays, warnings };
    }
    case 'wait':
      world.now += one.by;
      return null;
    case 'deactivate': {
      const known = ids.get(one.device) ?? [];
      const id = known[known.length - 1 - (one.nth % Math.max(1, known.length))];
      return id === undefined ? null : world.deactivate(one.device, id);
    }
    case 'free': {
      const nonces = DEVICES.flatMap((device) => world.seatedOn(device)).sort();
      const nonce = nonces[one.nth % Math.max(1, nonces.length)];
      const seat = [...world.seats.values()].find((known) => known.nonce === nonce);
      if (seat !== undefined) world.free(seat);
      return null;
    }
    case 'order': {
      const act = INSTRUCTIONS[one.order];
      return act === undefined ? null : world.order(one.license, act);
    }
    case 'sweep':
      world.sweep();
      return null;
  }
}
