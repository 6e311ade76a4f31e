import type { Mistake } from './mistake.ts';
import { isLarge, SHARDS } from './seat-pool.ts';

/**
 * How many classes of a license may be counted in shards (R4.6): blocking it changes each shard, in one transaction that
 * has at most 100 writes, and after a long outage records up to 16 warnings and three ends with it (R13.5).
 */
const MAX_LARGE_CLASSES = Math.floor(75 / SHARDS);

/**
 * Finds classes that are one too many to be counted in shards: unlimited ones, and those of more than 500 seats.
 * @param limits by class; what has no such shape counts as nothing
 */
export function findLargeClassMistakes(limits: Readonly<Record<string, unknown>>): readonly Mistake[] {
  return Object.entries(limits)
    .filter(([, limit]) => (limit === null || typeof limit === 'number') && isLarge(limit))
    .slice(MAX_LARGE_CLASSES)
    .map(([seatClass]) => ({
      path: ['seats', seatClass],
      detail: `At most ${MAX_LARGE_CLASSES} classes may be unlimited or have more than 500 seats.`,
    }));
}
