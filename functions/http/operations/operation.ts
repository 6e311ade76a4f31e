import type * as v from 'valibot';
import type { RefusalCode } from '../../core/refusal.ts';
import type { Contract, RouteKey } from '../route.ts';

/** One successful answer of a call. */
export interface AnswerEntry {
  readonly description: string;
  /** None for an answer without a body. */
  readonly schema?: v.GenericSchema;
  /** JSON unless given. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly example?: unknown;
}

/** What the OpenAPI document says of one route, beside the contract that its handler obeys. */
export interface Operation {
  readonly key: RouteKey;
  readonly id: string;
  readonly tag: 'applications' | 'owners' | 'catalog' | 'licenses' | 'batches' | 'administration' | 'service';
  readonly summary: string;
  readonly description?: string;
  readonly contract: Contract;
  readonly answers: Readonly<Record<number, AnswerEntry>>;
  /** Refusals beyond those that the endpoint itself gives (see {@link commonProblems}). */
  readonly problems: readonly RefusalCode[];
  /** A body that its schema takes. */
  readonly example?: unknown;
}

/** Refusals that follow from the contract alone. */
export function commonProblems({ key, contract }: Operation): readonly RefusalCode[] {
  const { body, query, path, access } = contract;
  const shaped = body !== undefined || query !== undefined || (path !== undefined && key.startsWith('PUT '));
  return [
    ...(access === undefined ? [] : (['unauthorized', 'forbidden'] as const)),
    ...(path === undefined ? [] : (['not_found'] as const)),
    ...(shaped ? (['request_invalid'] as const) : []),
    ...(body === undefined ? [] : (['body_not_json', 'media_type_unsupported', 'payload_too_large'] as const)),
    ...(isRepeatable(key, contract) ? (['idempotency_conflict', 'idempotency_mismatch'] as const) : []),
    'rate_limited',
    'unavailable',
    'internal',
  ];
}

/** Every operator POST that changes something takes `Idempotency-Key`. */
export function isRepeatable(key: RouteKey, { access }: Contract): boolean {
  return access !== undefined && key.startsWith('POST ') && key !== 'POST /v1/licenses/lookup';
}
