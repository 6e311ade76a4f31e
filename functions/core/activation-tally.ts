import { type Instant, SECOND, YEAR } from './instant.ts';

/**
 * Successful activations of the last 365 days (R3.3): how many in each second that had one.
 * `total` counts every stored one, so that a store can hold it against a limit without reading the rest.
 */
export interface ActivationTally {
  readonly total: number;
  readonly bySecond: Readonly<Record<string, number>>;
}

export const EMPTY_TALLY: ActivationTally = { total: 0, bySecond: {} };

/** More distinct seconds than this are merged, the older into the oldest: a merge may only forgive, never refuse. */
const MAX_SECONDS = 24;

function secondOf(key: string): number {
  return Number.parseInt(key, 36);
}

function isCounted(key: string, now: Instant): boolean {
  return now - secondOf(key) * SECOND < YEAR;
}

/** Activations that still count at `now` (R3.3). */
export function countActivations(tally: ActivationTally, now: Instant): number {
  let count = 0;
  for (const [key, n] of Object.entries(tally.bySecond)) if (isCounted(key, now)) count += n;
  return count;
}

/** The tally with one more activation at `now`; what no longer counts is dropped when it has grown long. */
export function addActivation(tally: ActivationTally, now: Instant): ActivationTally {
  const key = Math.floor(now / SECOND).toString(36);
  const known = tally.bySecond[key];
  const bySecond = { ...tally.bySecond, [key]: (known ?? 0) + 1 };
  if (known !== undefined || Object.keys(bySecond).length <= MAX_SECONDS) {
    return { total: tally.total + 1, bySecond };
  }
  return compact(bySecond, now);
}

function compact(bySecond: Readonly<Record<string, number>>, now: Instant): ActivationTally {
  const live = Object.entries(bySecond)
    .filter(([key]) => isCounted(key, now))
    .sort(([a], [b]) => secondOf(a) - secondOf(b));
  const [oldest, second, ...rest] = live;
  const kept =
    live.length > MAX_SECONDS && oldest !== undefined && second !== undefined
      ? [[oldest[0], oldest[1] + second[1]] as const, ...rest]
      : live;
  return { total: kept.reduce((sum, [, n]) => sum + n, 0), bySecond: Object.fromEntries(kept) };
}
