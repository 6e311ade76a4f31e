import type { LicenseAnswer } from '../../http/schemas/license-answer.ts';

type Pools = LicenseAnswer['seats'];

/** The seats of a license by class, in an order that stays. */
export function sortPools(seats: Pools): readonly (readonly [seatClass: string, pool: Pools[string]])[] {
  return Object.entries(seats).sort(([a], [b]) => a.localeCompare(b));
}
