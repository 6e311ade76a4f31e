import type { Decision } from '../core/offline.ts';
import type { LicenseAnswer } from '../http/schemas/license-answer.ts';

/** All that an application needs to know, from memory: asking for it calls nobody. */
export interface Status extends Decision {
  /** State of each component in `limited`: `on`, `off` or `frozen`; as the plan says in `full`, empty when off. */
  readonly components: Readonly<Record<string, string>>;
  readonly entitlements: readonly string[];
  /** Why the service said no, null unless `reason` is `refused`. */
  readonly verdict: string | null;
  /** What a person can do, in the service's words; null unless it said no. */
  readonly remedy: string | null;
  /** When the lease ends and when it is to be refreshed, epoch milliseconds of server time. */
  readonly leaseEndsAt: number | null;
  readonly refreshAt: number | null;
  /** Server time as far as the client can tell. */
  readonly now: number;
  /** The license and the waiting reserve as of the last answer, for display alone. */
  readonly license: LicenseAnswer | null;
  readonly reserve: LicenseAnswer | null;
}
