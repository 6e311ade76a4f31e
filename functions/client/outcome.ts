import type { RefusalCode } from '../core/refusal-codes.ts';
import type { SeatAnswer } from '../http/schemas/device-answer.ts';

/** A seat that an owner may free, as the service lists it (R4.2). */
export type Seat = SeatAnswer;

/** What some refusals say beyond the fields that all have. Instants are RFC 3339. */
export interface RefusalFields {
  code_malformed: { problem: 'length' | 'symbol' | 'check'; position?: number };
  seat_limit_reached: { class: string; limit: number; used: number; seats?: Seat[]; seatFreeAt?: string };
  replacement_confirmation_required: { forfeitedDays: number; confirm: string };
  renewal_previous_required: { withoutPreviousDays: number };
  renewal_previous_rejected: { reason: string };
  wrong_product: { products: string[]; switchTo?: string };
  wrong_platform: { platforms: string[] };
  release_cooldown: { freeableAt: string };
  release_quota_exceeded: { releasesPerYear: number; nextReleaseAt: string };
  request_invalid: { errors: { pointer: string; detail: string }[] };
}

type FieldsOf<C extends RefusalCode> = C extends keyof RefusalFields ? RefusalFields[C] : object;

/** The problem document of a refusal: `code` tells which fields it has. */
export type Problem = {
  [C in RefusalCode]: FieldsOf<C> & {
    code: C;
    status: number;
    title: string;
    detail?: string;
    /** One sentence that a person can act on. */
    remedy: string;
    retryable: boolean;
    /** The request id, to name to support. */
    instance: string;
  };
}[RefusalCode];

/** The service has said no. */
export interface Refused {
  kind: 'refused';
  problem: Problem;
  /** The answer's `Retry-After`, null if it has none. */
  retryAfterSeconds: number | null;
}

/** Nobody knows: no network, a time-out, a fault of the service, or an answer that is not the service's own. */
export interface Trouble {
  kind: 'trouble';
  retryAfterSeconds: number | null;
}

/** How a call can end; it rejects only when the application's store or callbacks throw. */
export type Outcome<T> = { kind: 'answer'; answer: T } | Refused | Trouble;
