import * as v from 'valibot';
import { IMPORT_REASONS } from '../../core/issue-import.ts';
import { deadLetterAnswer, keyAnswer, webhookAnswer } from './administration.ts';
import { closed } from './closed.ts';
import { writtenInstant } from './instant.ts';
import { planAnswer } from './plan.ts';
import { productAnswer } from './product.ts';
import { licenseId } from './text.ts';

const next = v.nullable(v.string());

export const productsAnswer = closed({ items: v.array(productAnswer), next });
export const plansAnswer = closed({ items: v.array(planAnswer), next });
export const keysAnswer = closed({ items: v.array(keyAnswer), next });
export const webhooksAnswer = closed({ items: v.array(webhookAnswer), next });
export const deadLettersAnswer = closed({ items: v.array(deadLetterAnswer), next });

/** `POST /v1/codes`: the only answer with the codes; the same again to the same idempotency key (R1.5). */
export const codesAnswer = closed({
  batch: v.string(),
  codes: v.array(closed({ code: v.string(), licenseId })),
});

/** `POST /v1/codes/import`: a license or a refusal for each item, in their order. */
export const importAnswer = closed({
  items: v.array(
    v.union([
      closed({ licenseId }),
      closed({ code: v.string(), reason: v.picklist(IMPORT_REASONS), detail: v.string() }),
    ]),
  ),
});

/** `GET /v1/licenses/{id}/events` (R14.1). */
export const eventsAnswer = closed({
  items: v.array(
    closed({
      id: v.string(),
      type: v.string(),
      at: writtenInstant,
      actor: v.string(),
      reason: v.nullable(v.string()),
      requestId: v.nullable(v.string()),
      before: v.unknown(),
      after: v.unknown(),
      sealed: v.boolean(),
    }),
  ),
  verified: v.boolean(),
  next,
});

/** `POST /v1/devices/reset-trial`. */
export const trialResetAnswer = closed({ reset: v.boolean() });

export const healthAnswer = closed({ status: v.literal('ok') });

/** `GET /.well-known/jwks.json`: Ed25519 keys (RFC 8037). */
export const keySetAnswer = closed({
  keys: v.array(
    closed({
      kty: v.literal('OKP'),
      crv: v.literal('Ed25519'),
      x: v.string(),
      kid: v.string(),
      alg: v.literal('EdDSA'),
      use: v.literal('sig'),
    }),
  ),
});

/** Every refusal and fault (RFC 9457), with the fields that its rule names. */
export const problemAnswer = v.looseObject({
  type: v.pipe(v.string(), v.metadata({ format: 'uri' })),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  detail: v.string(),
  code: v.string(),
  remedy: v.string(),
  retryable: v.boolean(),
  instance: v.string(),
});

export type ProductsAnswer = v.InferOutput<typeof productsAnswer>;
export type PlansAnswer = v.InferOutput<typeof plansAnswer>;
export type KeysAnswer = v.InferOutput<typeof keysAnswer>;
export type WebhooksAnswer = v.InferOutput<typeof webhooksAnswer>;
export type DeadLettersAnswer = v.InferOutput<typeof deadLettersAnswer>;
export type CodesAnswer = v.InferOutput<typeof codesAnswer>;
export type ImportAnswer = v.InferOutput<typeof importAnswer>;
export type EventsAnswer = v.InferOutput<typeof eventsAnswer>;
