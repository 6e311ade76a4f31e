import { isRefusal, type Refusal } from '../core/refusal.ts';
import { hashRequest } from '../runtime/hashing.ts';
import { newNonce, type Random } from '../runtime/random.ts';
import type { Secrets } from '../runtime/secrets.ts';
import { readIdempotencyKey } from './idempotency-key.ts';

/** The parts of an operator's request that tell whether it is the same one again. */
interface OperatorRequest {
  readonly actor: { readonly id: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** How the table knows a request that may be sent again. */
export interface RepeatableRequest {
  readonly actor: string;
  readonly key: string;
  readonly hash: string;
}

/**
 * What makes an operator's POST repeatable: its `Idempotency-Key`, and what was asked under it.
 * @param route names the call with its path parameters
 * @param body as its schema has read it, without what may differ between repetitions
 * @returns null without a key
 */
export function readRepeatable(
  secrets: Secrets,
  { actor, headers }: OperatorRequest,
  route: string,
  body: unknown,
): RepeatableRequest | null | Refusal {
  const key = readIdempotencyKey(headers);
  if (key === undefined) return null;
  if (isRefusal(key)) return key;
  return { actor: actor.id, key, hash: hashRequest(secrets, route, body) };
}

/** The key of a request that came without one, should it need a row of its own; no client can name it. */
export function ownKey(random: Random): string {
  return `~${newNonce(random)}`;
}
