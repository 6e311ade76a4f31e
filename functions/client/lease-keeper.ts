import { anchorClock, anchorClockByFile } from '../core/client-clock.ts';
import { DAY, SECOND } from '../core/instant.ts';
import type { LeaseClaims } from '../core/lease.ts';
import { hashDevice } from './device.ts';
import { checkLease, type LeaseProblem, type PublicKey, type PublicKeySet } from './lease-check.ts';
import type { Setup } from './options.ts';
import { MAX_SLEEP } from './refresh.ts';
import type { Change, State, StateStore } from './state.ts';
import type { Send } from './transport.ts';

/** How old a key set may grow before the next look fetches it again: a withdrawn key is forgotten within a day. */
const KEY_SET_AGE = DAY - MAX_SLEEP;

/** Where a lease comes from: an answer with the nonce that was sent, if one was, or a file. */
export interface LeaseOrigin {
  /** The local clock when the request left; null for a file. */
  readonly sentAt: number | null;
  readonly nonce: string | null;
}

function isKeySet({ keys }: { keys: unknown }): boolean {
  const isKey = (key: Partial<PublicKey> | null) => typeof key?.kid === 'string' && typeof key.x === 'string';
  return Array.isArray(keys) && keys.every(isKey);
}

/** Keeps the newest lease that is good, and the keys that tell. */
export interface LeaseKeeper {
  /**
   * Takes a lease into the state.
   * @param change what its answer changes besides, saved with it: a process may die between two saves; where that is
   *   nothing, the lease comes too late and is left too
   * @returns null, or why neither is taken
   */
  accept(lease: string, origin: LeaseOrigin, change: Change): Promise<LeaseProblem | 'replayed' | null>;
  /** @returns the claims of the kept lease, null when there is none or it no longer verifies */
  current(state: State): Promise<LeaseClaims | null>;
  /** Fetches the key set if it is old or missing; trouble leaves the one at hand. */
  renewKeys(isOld?: (state: State) => boolean): Promise<PublicKeySet>;
}

export function createLeaseKeeper(setup: Setup, states: StateStore, send: Send): LeaseKeeper {
  const { product, issuer, keys: shipped, verify, now } = setup;
  let checked: { lease: string; keys: string; claims: LeaseClaims | null } | undefined;

  /** An application may be newer than the last fetch, but also older: its keys count beside those fetched. */
  function keysOf({ keys, forgotten }: State): PublicKeySet {
    const fetched = keys?.keys ?? [];
    const known = [...fetched.map(({ kid }) => kid), ...forgotten];
    return { keys: [...fetched, ...(shipped?.keys ?? []).filter(({ kid }) => !known.includes(kid))] };
  }

  /** Also as long as a key of the application's awaits its first fetch. */
  const isDue = (state: State) =>
    Math.abs(now() - state.keysAt) > KEY_SET_AGE || keysOf(state).keys.length !== state.keys?.keys.length;

  async function check(lease: string, keySet: PublicKeySet) {
    const device = await hashDevice(await setup.device());
    return checkLease(lease, keySet, { product, device, issuer }, verify);
  }

  async function renewKeys(isOld = isDue) {
    const state = await states.read();
    if (!isOld(state)) return keysOf(state);
    const outcome = await send<PublicKeySet>('keys', '/.well-known/jwks.json');
    if (outcome.kind !== 'answer' || !isKeySet(outcome.answer)) return keysOf(state);
    const { keys } = outcome.answer;
    const published = keys.map(({ kid }) => kid);
    const renewed = await states.update((before) => {
      const known = [...before.forgotten, ...keysOf(before).keys.map(({ kid }) => kid)];
      return {
        ...before,
        keys: { keys },
        keysAt: now(),
        forgotten: known.filter((kid) => !published.includes(kid)),
      };
    });
    return keysOf(renewed);
  }

  async function accept(lease: string, { sentAt, nonce }: LeaseOrigin, change: Change) {
    let result = await check(lease, keysOf(await states.read()));
    if ('problem' in result && result.problem === 'unknown_key' && sentAt !== null) {
      result = await check(lease, await renewKeys(() => true));
    }
    if ('problem' in result) return result.problem;
    const { claims } = result;
    const server = claims.iat * SECOND;
    let isReplayed = false;
    await states.update((state) => {
      // What we asked for with a nonce is fresh. What comes without one must be newer than all before.
      isReplayed = nonce === null ? claims.seq <= state.sequence : claims.nonce !== nonce;
      if (isReplayed) return state;
      const clock = sentAt === null ? anchorClockByFile(server, now()) : anchorClock(server, sentAt, now());
      const sequence = Math.max(state.sequence, claims.seq);
      const changed = change(state);
      return changed === state ? state : { ...changed, lease, sequence, clock, no: null };
    });
    return isReplayed ? 'replayed' : null;
  }

  async function current(state: State) {
    const { lease } = state;
    if (lease === null) return null;
    const keySet = keysOf(state);
    const keys = JSON.stringify(keySet);
    if (checked?.lease !== lease || checked.keys !== keys) {
      const result = await check(lease, keySet);
      checked = { lease, keys, claims: 'claims' in result ? result.claims : null };
    }
    return checked.claims;
  }

  return { accept, current, renewKeys };
}
