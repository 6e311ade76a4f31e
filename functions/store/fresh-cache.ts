import type { Instant } from '../core/instant.ts';

interface Kept<T> {
  readonly value: T;
  readonly at: Instant;
  readonly elapsed: number;
}

/**
 * Values that may be a minute old, by the service's clock or by the machine's, whichever is over first: the service's may
 * be frozen, the machine's may not have moved while a test lets a year pass.
 */
export class FreshCache<T> {
  private readonly kept = new Map<string, Kept<T>>();
  private readonly longest: number;

  /** @param longest milliseconds that a value may be old */
  constructor(longest: number) {
    this.longest = longest;
  }

  get(name: string, now: Instant): T | undefined {
    const kept = this.kept.get(name);
    if (kept === undefined) return undefined;
    const fresh = Math.abs(now - kept.at) < this.longest && performance.now() - kept.elapsed < this.longest;
    return fresh ? kept.value : undefined;
  }

  set(name: string, value: T, now: Instant): void {
    this.kept.set(name, { value, at: now, elapsed: performance.now() });
  }

  delete(name: string): void {
    this.kept.delete(name);
  }
}
