import type { Instant } from '../core/instant.ts';

/** Steps within one millisecond; 1000 keeps the sequence a safe integer until the year 2255. */
const STEPS_PER_MILLISECOND = 1000;

/**
 * Orders an activation's leases without storing anything: server time, and a counter for leases of one millisecond. It
 * grows strictly within a process even when the clock is frozen or set back; between processes the server time orders.
 *
 * @returns a function from now to the next `seq`, a safe integer
 */
export function createSequence(): (now: Instant) => number {
  let last = 0;
  return (now) => {
    last = Math.max(Math.floor(now) * STEPS_PER_MILLISECOND, last + 1);
    return last;
  };
}
