import { anchorClockByFile, type ClockReading, readClock } from '../core/client-clock.ts';
import { SECOND } from '../core/instant.ts';
import type { LeaseClaims } from '../core/lease.ts';
import { decideOffline } from '../core/offline.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { Setup } from './options.ts';
import type { State, StateStore } from './state.ts';
import type { Status } from './status.ts';

/** How much of the clock's advance may be lost when the process ends; each save costs a write of the store. */
const SEEN_STEP = 60_000;

function clockOf(state: State, claims: LeaseClaims, local: number) {
  return readClock(state.clock ?? anchorClockByFile(claims.iat * SECOND, local), local);
}

/** @returns the status, after what the clock said has been remembered */
export async function readStatus(setup: Setup, states: StateStore, keeper: LeaseKeeper): Promise<Status> {
  const local = setup.now();
  let state = await states.read();
  const lease = await keeper.current(state);
  let clock: ClockReading = { now: local, setBack: false };
  if (lease !== null) {
    clock = clockOf(state, lease, local);
    const seen = state.clock?.seen ?? 0;
    if (local < seen || local >= seen + SEEN_STEP) {
      state = await states.update((before) => ({ ...before, clock: clockOf(before, lease, local).memory }));
    }
  }
  const { no } = state;
  const contentDate = setup.contentDate();
  const decision = decideOffline({
    activated: state.activationId !== null,
    lease,
    clock,
    lastWord: no === null ? { kind: 'none' } : { kind: 'no', verdict: no.verdict },
    contentDate: contentDate === null ? null : Date.parse(contentDate),
  });
  const running = decision.run === 'off' ? null : lease;
  return {
    ...decision,
    components: running?.components ?? {},
    entitlements: running?.entitlements ?? [],
    verdict: no?.verdict ?? null,
    remedy: no?.remedy ?? null,
    leaseEndsAt: lease === null ? null : lease.exp * SECOND,
    refreshAt: lease === null ? null : lease.refreshAfter * SECOND,
    now: clock.now,
    license: state.license,
    reserve: state.reserve,
  };
}
