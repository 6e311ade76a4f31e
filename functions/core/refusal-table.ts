/** Section 15 as one table: what HTTP answers for each refusal. */
import { REFUSAL_CODES, type RefusalCode } from './refusal-codes.ts';
import { REMEDIES } from './refusal-remedies.ts';

/** What a refusal says to the outside when nothing more specific is known. */
export interface RefusalKind {
  /** HTTP status. */
  readonly status: number;
  readonly title: string;
  /** One sentence that a person can act on. */
  readonly remedy: string;
  readonly retryable: boolean;
}

/**
 * The same request, sent again a little later, may succeed without anybody doing anything. A fault of ours (`internal`)
 * would repeat itself.
 */
const RETRYABLE: ReadonlySet<string> = new Set<RefusalCode>(['idempotency_conflict', 'rate_limited', 'unavailable']);

/** Every refusal, in the order of docs/rules.md section 15. */
export const REFUSAL_TABLE = Object.fromEntries(
  Object.entries(REFUSAL_CODES).map(([code, { status, title }]) => [
    code,
    { status, title, remedy: REMEDIES[code as RefusalCode], retryable: RETRYABLE.has(code) },
  ]),
) as Readonly<Record<RefusalCode, RefusalKind>>;
