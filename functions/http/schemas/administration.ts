import * as v from 'valibot';
import { EVENT_FILTERS } from '../../core/delivery.ts';
import { SCOPES } from '../../core/scope.ts';
import { closed } from './closed.ts';
import { instant, writtenInstant } from './instant.ts';
import { distinct } from './number.ts';
import { id, patterned, text } from './text.ts';

const scopeName = v.picklist(SCOPES);

/** `POST /v1/keys`. */
export const keyRequest = closed({
  name: text(100),
  scopes: distinct(scopeName, 5, 1),
  expiresAt: v.exactOptional(v.nullable(instant)),
});

export const keyPrefix = patterned(/^[A-Za-z0-9_-]{1,64}$/, 'Must be the prefix of a key.');

const described = {
  prefix: keyPrefix,
  name: text(100),
  scopes: v.array(scopeName),
  createdAt: writtenInstant,
  expiresAt: v.nullable(writtenInstant),
};

export const keyAnswer = closed({ ...described, lastUsedOn: v.nullable(v.string()) });

/** A new key: the only answer that holds the key itself. */
export const newKeyAnswer = closed({ ...described, key: v.string() });

function isPlainHttps(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
}

const url = v.pipe(
  text(2000),
  v.check(isPlainHttps, 'Must be an https address without user, password and fragment.'),
  v.metadata({ format: 'uri', pattern: '^https://' }),
);

/** A name that nothing sends would be a webhook that waits for ever. */
const eventFilter = v.picklist(EVENT_FILTERS, `Must be one of ${EVENT_FILTERS.join(', ')}.`);

/** `PUT /v1/webhooks/{id}`; without `events` every event is sent. */
export const webhookRequest = closed({
  id: v.exactOptional(id),
  url,
  events: v.optional(v.nullable(distinct(eventFilter, EVENT_FILTERS.length, 1)), null),
});

const webhook = { id, url: v.string(), events: v.nullable(v.array(v.string())), createdAt: writtenInstant };
export const webhookAnswer = closed(webhook);

/** The answer to a new endpoint: the only one that holds the secret. */
export const newWebhookAnswer = closed({ ...webhook, secret: v.exactOptional(v.string()) });

export const letterId = patterned(/^[A-Za-z0-9_#-]{1,128}$/, 'Must be the id of a dead letter.');

/** A delivery that was given up after three days (R14.2). */
export const deadLetterAnswer = closed({
  id: letterId,
  eventId: v.string(),
  /** The event's name; null where its body tells none. */
  type: v.nullable(v.string()),
  licenseId: v.string(),
  queuedAt: writtenInstant,
  givenUpAt: writtenInstant,
  failure: v.string(),
});

/** Letters that one call sends again at most. */
export const MAX_REPLAYED = 50;

/** `POST /v1/webhooks/{id}/dead-letters/replay`. */
export const replayRequest = closed({ letters: distinct(letterId, MAX_REPLAYED, 1) });

/** `missing` are those that are not there, or no longer. */
export const replayAnswer = closed({
  replayed: v.pipe(v.number(), v.integer(), v.minValue(0)),
  missing: v.array(letterId),
});

export type KeyAnswer = v.InferOutput<typeof keyAnswer>;
export type NewKeyAnswer = v.InferOutput<typeof newKeyAnswer>;
export type WebhookAnswer = v.InferOutput<typeof webhookAnswer>;
export type DeadLetterAnswer = v.InferOutput<typeof deadLetterAnswer>;
export type ReplayAnswer = v.InferOutput<typeof replayAnswer>;
