import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import type { LicenseState } from '../shared/license-state.tsx';

export type Licenses = readonly OperatedLicenseAnswer[];

/** A month of the expiry calendar; `days[0]` is its first day. */
export interface Month {
  /** `2026-11`. */
  readonly id: string;
  readonly days: readonly Licenses[];
  /** Column of the first day: 0 is Monday. */
  readonly firstColumn: number;
}

const DAY = 86_400_000;

/** Reads one page of the export: a license a line. */
export function readLines(text: string): Licenses {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as OperatedLicenseAnswer);
}

export function countStates(licenses: Licenses): ReadonlyMap<LicenseState, number> {
  const counts = new Map<LicenseState, number>();
  for (const { state } of licenses) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/** Months from the one of `now` on, with the licenses that end on each of their UTC days. */
export function expiryMonths(licenses: Licenses, now: Date, count: number): readonly Month[] {
  const byDay = Map.groupBy(
    licenses.filter(({ state, expiresAt }) => expiresAt !== null && state !== 'revoked'),
    ({ expiresAt }) => expiresAt?.slice(0, 10) ?? '',
  );
  return Array.from({ length: count }, (_, at) => {
    const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + at, 1);
    const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + at + 1, 1);
    const days = Array.from({ length: (next - first) / DAY }, (_day, n) => byDay.get(dayId(first + n * DAY)) ?? []);
    return { id: dayId(first).slice(0, 7), days, firstColumn: (new Date(first).getUTCDay() + 6) % 7 };
  });
}

function dayId(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** How dark a day is, 0 to 4: by its share of the fullest day. */
export function levelOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.ceil((count / Math.max(most, 4)) * 4);
}
