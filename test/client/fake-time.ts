import { afterEach, beforeEach, vi } from 'vitest';
import { CLAIMS, START } from '../vectors/lease-vectors.ts';

const DEVICE_HASH = Buffer.from(CLAIMS.dev, 'base64url');

/** Lets time pass in the tests of a suite by `vi.advanceTimersByTimeAsync` alone, from the start of the lease vectors on. */
export function useFakeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    // WebCrypto works in threads, which fake timers do not wait for; what it says is tested elsewhere.
    vi.spyOn(crypto.subtle, 'digest').mockImplementation(async () => Uint8Array.from(DEVICE_HASH).buffer);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}
