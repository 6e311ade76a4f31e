/** An instant in epoch milliseconds, UTC (R2.1). */
export type Instant = number;

/** Milliseconds in a second, an hour and a day; a day is always 86 400 s (R2.1). */
export const SECOND = 1000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** The window of every "per year" rule: rolling 365 days (R3.3, R4.3). */
export const YEAR = 365 * DAY;

/** The number of the UTC day that holds an instant. */
export function dayNumber(at: Instant): number {
  return Math.floor(at / DAY);
}

/** The earliest of some instants; null stands for "never". */
export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  let first: Instant | null = null;
  for (const at of instants) if (at !== null && (first === null || at < first)) first = at;
  return first;
}
