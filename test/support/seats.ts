/** Licenses with one large class, as tests of seats need them. */
import { type ActivationTally, addActivation, EMPTY_TALLY } from '../../functions/core/activation-tally.ts';
import type { License } from '../../functions/core/license.ts';
import { isRefusal } from '../../functions/core/refusal.ts';
import type { CounterShard } from '../../functions/core/seat-pool.ts';
import { type Seated, seat } from '../../functions/core/seat-taking.ts';
import { aLicense, aPlan, T0 } from './states.ts';

/** One activation a seat: counts are soon full. */
export const ONCE = { activationsPerSeat: 1 };

/** A license with so many desktop seats in shards, each as `over` says. */
export function large(
  limit: number | null,
  over: (index: number) => Partial<CounterShard> = () => ({}),
  plan = ONCE,
): License {
  const license = aLicense({ plan: aPlan({ ...plan, seats: { desktop: limit, mobile: 2 } }) });
  const pool = license.seats.desktop;
  if (pool === undefined) throw new Error('no pool');
  const shards = pool.shards.map((shard, index) => ({ ...shard, ...over(index) }));
  return { ...license, seats: { ...license.seats, desktop: { ...pool, shards } } };
}

export function tallyOf(count: number): ActivationTally {
  return Array.from({ length: count }, () => T0).reduce(addActivation, EMPTY_TALLY);
}

/** Takes a desktop seat that must be free. */
export function seated(license: License, device = 'd', now = T0): Seated {
  const outcome = seat(license, 'desktop', device, now);
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  return outcome;
}
