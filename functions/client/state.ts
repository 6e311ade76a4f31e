import type { ClockMemory } from '../core/client-clock.ts';
import type { LicenseAnswer } from '../http/schemas/license-answer.ts';
import type { PublicKeySet } from './lease-check.ts';

/**
 * Keeps one text for one client at a time: a file, a row, `localStorage`. It should be private to the user of the device.
 */
export interface Store {
  /** @returns what was saved last, null if nothing was */
  load(): Promise<string | null> | string | null;
  /** Replaces the text in one step: half of one, after a crash, is none. */
  save(text: string): Promise<void> | void;
}

/** All that a client keeps between starts. */
export interface State {
  readonly activationId: string | null;
  /** The newest lease that was accepted, null after a definite no or a release. */
  readonly lease: string | null;
  /** `seq` of the newest lease ever accepted: an older one is a replay. */
  readonly sequence: number;
  readonly clock: ClockMemory | null;
  /** The service's last word, if it was no. */
  readonly no: { readonly verdict: string; readonly remedy: string | null } | null;
  /** Key set as last fetched, and what the local clock said then. */
  readonly keys: PublicKeySet | null;
  readonly keysAt: number;
  /** `kid` of each key that was known once and that a later fetch did not have: no application brings it back. */
  readonly forgotten: readonly string[];
  /** As of the last answer, for display. */
  readonly license: LicenseAnswer | null;
  readonly reserve: LicenseAnswer | null;
}

const EMPTY_STATE: State = {
  activationId: null,
  lease: null,
  sequence: 0,
  clock: null,
  no: null,
  keys: null,
  keysAt: 0,
  forgotten: [],
  license: null,
  reserve: null,
};

const FORMAT = 1;

function parseState(text: string | null): State {
  try {
    const { format, ...state } = JSON.parse(text ?? 'null') as State & { format: number };
    if (format !== FORMAT) return EMPTY_STATE;
    const clock = Object.values(state.clock ?? {}).every(Number.isFinite) ? state.clock : null;
    return { ...EMPTY_STATE, ...state, clock };
  } catch {
    // Nothing saved yet, or a damaged text: the device activates again and gets the same seat (R3.2).
    return EMPTY_STATE;
  }
}

export type Change = (state: State) => State;

/** The state behind the store; changes are made one after another, each on what the one before has saved. */
export interface StateStore {
  read(): Promise<State>;
  /** @returns the state after the change; the store is left alone when nothing changes */
  update(change: Change): Promise<State>;
}

export function createStateStore(store: Store): StateStore {
  let last: Promise<unknown> = Promise.resolve();
  const read = async () => parseState(await store.load());
  return {
    read,
    update(change) {
      const changed = last.then(async () => {
        const before = await read();
        const after = change(before);
        if (after !== before) await store.save(JSON.stringify({ format: FORMAT, ...after }));
        return after;
      });
      last = changed.catch(() => null);
      return changed;
    },
  };
}
