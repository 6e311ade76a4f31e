import type { Instant } from './instant.ts';

/**
 * How far a clock may be set back, summed up since the service last signed a time, before the client asks for the
 * network: one hour, the mistake of a wrong summer time. A clock that is wrong all the time is forgiven whatever the
 * difference, because only its distance from the last signed time counts.
 */
export const CLOCK_TOLERANCE = 3_600_000;

/** What a client remembers of time; kept with its lease. */
export interface ClockMemory {
  /** Server time of the newest lease, as signed. */
  readonly server: Instant;
  /** What the local clock said at that time. */
  readonly local: Instant;
  /** What the local clock said when it was last read. */
  readonly seen: Instant;
  /** By how much the local clock was set back since, summed up, in milliseconds. */
  readonly back: number;
}

/** The local clock seen against the memory. */
export interface ClockReading {
  /** Server time as far as the client can tell; never earlier than the last signed time. */
  readonly now: Instant;
  /** The clock was set back further than is forgiven. */
  readonly setBack: boolean;
}

/**
 * Remembers a lease that the network gave just now.
 *
 * @param server the lease's `iat`
 * @param sentAt the local clock when the request left: an answer that is held up on its way gains nothing
 * @param local the local clock now
 */
export function anchorClock(server: Instant, sentAt: Instant, local: Instant): ClockMemory {
  return { server, local: sentAt, seen: local, back: 0 };
}

/**
 * Remembers a lease that came as a file, some time after it was signed. The local clock is believed if it is not
 * behind the lease; else time starts at the lease's `iat`.
 */
export function anchorClockByFile(server: Instant, local: Instant): ClockMemory {
  return { server, local: Math.min(server, local), seen: local, back: 0 };
}

/** Reads the local clock; what it returns as memory must be kept, else a clock set back later is not noticed. */
export function readClock(memory: ClockMemory, local: Instant): ClockReading & { readonly memory: ClockMemory } {
  // A step back is added to the time ever after: it neither stops the time of the lease nor prolongs it.
  const back = memory.back + Math.max(0, memory.seen - local);
  const now = memory.server + (local - memory.local) + back;
  return {
    now: Math.max(now, memory.server),
    setBack: back > CLOCK_TOLERANCE || now < memory.server - CLOCK_TOLERANCE,
    memory: { ...memory, seen: local, back },
  };
}
