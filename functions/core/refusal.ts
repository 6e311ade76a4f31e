/** Refusals: the expected ways in which a rule says no, as values. Exceptions are for faults only. */
import type { RefusalCode } from './refusal-codes.ts';

export type { RefusalCode } from './refusal-codes.ts';

/** One refusal. It never holds a code, a fingerprint or an e-mail address, because it is logged and answered. */
export interface Refusal {
  readonly refused: RefusalCode;
  /** What is the case here, in one sentence, when that is more than the title says. */
  readonly detail?: string;
  /** The fields that rules name for this refusal (`position`, `seats`, `seatFreeAt` …). */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Section 15: a refusal by its code. Absent parts stay absent, so that refusals compare by value. */
export function refuse(code: RefusalCode, fields?: Readonly<Record<string, unknown>>, detail?: string): Refusal {
  return { refused: code, ...(fields && { fields }), ...(detail !== undefined && { detail }) };
}

/** Tells a refusal from any other outcome of a decision. */
export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome;
}
