import type { Device } from './device.ts';
import type { PublicKeySet, VerifySignature } from './lease-check.ts';
import type { Problem, Seat } from './outcome.ts';
import type { Store } from './state.ts';
import type { Status } from './status.ts';

/** How an application sets up its client. */
export interface ClientOptions {
  /** Address of the service. */
  url: string;
  /** Id of the product that this application is. */
  product: string;
  productVersion?: string;
  /** What to call this device by, see `latchkey/fingerprint`; a function is called once, when first needed. */
  device: Device | (() => Device | Promise<Device>);
  store: Store;
  region?: string;
  /** Date of the newest content that was installed by hand, RFC 3339 (R8.4). */
  contentDate?: () => string | null;
  /** Key set shipped with the application: it verifies before one was ever fetched. Needed without network. */
  keys?: PublicKeySet;
  /** The only accepted `iss` of leases; unless given, any issuer whose key the service publishes. */
  issuer?: string;
  /** R4.2: all seats are taken. @returns the `seatId` of the one to free, null to leave them all */
  chooseSeat?: (seats: readonly Seat[], problem: Problem) => Promise<string | null> | string | null;
  /** Told of every change of `run` or `reason` while the client is started, and after each call. */
  onStatus?: (status: Status) => void;
  fetch?: typeof fetch;
  /** How long to wait for an answer; 10 000 unless given. */
  timeoutMilliseconds?: number;
  /** For runtimes whose WebCrypto has no Ed25519. */
  verify?: VerifySignature;
  /** Epoch milliseconds; tests pass their own. */
  now?: () => number;
  /** From 0 to 1, for jitter; tests pass their own. */
  random?: () => number;
}

/** The options with their defaults. */
export type Setup = Required<Pick<ClientOptions, 'product' | 'store' | 'now' | 'random' | 'contentDate'>> &
  Pick<ClientOptions, 'productVersion' | 'region' | 'chooseSeat' | 'onStatus' | 'keys' | 'verify'> & {
    url: string;
    device: () => Promise<Device>;
    issuer: string | null;
    fetch: typeof fetch;
    timeoutMilliseconds: number;
  };

export function withDefaults(options: ClientOptions): Setup {
  let device: Promise<Device> | undefined;
  const read = async () => (typeof options.device === 'function' ? options.device() : options.device);
  return {
    issuer: null,
    contentDate: () => null,
    timeoutMilliseconds: 10_000,
    now: () => Date.now(),
    random: () => Math.random(),
    ...options,
    // Bound late, so that an application may replace the global one; browsers demand to call it on the global object.
    fetch: options.fetch ?? ((...call) => fetch(...call)),
    url: options.url.replace(/\/+$/, ''),
    // Reading hardware takes time, and the device stays the same while the application runs.
    device: () => {
      device ??= read().catch((fault: unknown) => {
        device = undefined;
        throw fault;
      });
      return device;
    },
  };
}

/** What may be said with a code when activating. */
export interface ActivationChoices {
  /** R6.7: make this license the active one now; repeat with the `confirm` of the refusal. */
  replace?: boolean;
  confirm?: string;
  /** R4.3: free this seat if none is free. */
  releaseSeat?: string;
  /** R7: the renewed code, or consent to the shorter term without one. */
  previousCode?: string;
  acceptShorterTerm?: boolean;
}
