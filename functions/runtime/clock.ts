import type { Instant } from '../core/instant.ts';

/** Tells the time; read once per request and passed on as `now`. */
export type Clock = () => Instant;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();

/** A clock that the local service sets, so that a year passes in a test within a second. */
export interface AdjustableClock {
  /** The time that handlers see. */
  now: Clock;
  /** Freezes at an instant until set, advanced or reset. */
  freezeAt(instant: Instant): void;
  /** Moves by whole or broken seconds, also backwards; a frozen clock stays frozen, a ticking one goes on ticking. */
  advance(seconds: number): void;
  /** Back to the underlying clock. */
  reset(): void;
}

/** @param base the underlying clock, normally the machine's */
export function createAdjustableClock(base: Clock = systemClock): AdjustableClock {
  let offset = 0;
  let frozenAt: Instant | null = null;
  return {
    now: () => frozenAt ?? base() + offset,
    freezeAt: (instant) => {
      frozenAt = instant;
    },
    advance: (seconds) => {
      const milliseconds = Math.round(seconds * 1000);
      if (frozenAt === null) {
        offset += milliseconds;
      } else {
        frozenAt += milliseconds;
      }
    },
    reset: () => {
      offset = 0;
      frozenAt = null;
    },
  };
}
