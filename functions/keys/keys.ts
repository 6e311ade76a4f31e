import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { createKey, listForAdmin, revokeKey } from '../http/contracts/administration.ts';
import { formatDay, formatInstant, formatOptional } from '../http/instant.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import { readRepeatable } from '../http/repeatable.ts';
import type { HttpRequest } from '../http/route.ts';
import type { KeyAnswer, NewKeyAnswer } from '../http/schemas/administration.ts';
import type { KeysAnswer } from '../http/schemas/operator-answer.ts';
import { deriveApiKey } from '../runtime/derivation.ts';
import { hashApiKey } from '../runtime/hashing.ts';
import { newNonce } from '../runtime/random.ts';
import type { Service } from '../service.ts';
import { auditAdministration } from '../store/administration-audit.ts';
import { createApiKey, readKeyPage, removeApiKey } from '../store/api-keys.ts';
import { readRequest, rememberRequest } from '../store/idempotency.ts';
import { readText } from '../store/read-plain.ts';
import { withRetries } from '../store/retry.ts';

/**
 * `POST /v1/keys`: the key stands in this answer alone; under an idempotency key it is derived again from a row of a day,
 * as codes are.
 */
export async function respondToCreateKey(
  { ledger, random, secrets: load }: Service,
  request: HttpRequest<typeof createKey>,
): Promise<HttpAnswer | Refusal> {
  const { body, now, actor, requestId } = request;
  const secrets = await load();
  const repeatable = readRepeatable(secrets, request, 'POST /v1/keys', body);
  if (isRefusal(repeatable)) return repeatable;
  return withRetries(async () => {
    const known = repeatable === null ? null : await readRequest(ledger, repeatable, now);
    if (isRefusal(known)) return known;
    const nonce = known === null ? newNonce(random) : readText(known.content, 'n');
    const { prefix, key } = deriveApiKey(secrets, nonce);
    const created = {
      prefix,
      name: body.name,
      scopes: body.scopes,
      createdAt: known?.at ?? now,
      expiresAt: body.expiresAt ?? null,
    };
    if (known === null) {
      const remembered = repeatable === null ? [] : [rememberRequest(repeatable, { n: nonce }, now)];
      const { scopes, expiresAt } = created;
      const event = { type: 'key.created' as const, data: { prefix }, after: { scopes, expiresAt } };
      const audit = auditAdministration(ledger.entries, 'keys', event, { actor: actor.id, requestId, now });
      await createApiKey(ledger, { ...created, hash: hashApiKey(secrets, key) }, [...remembered, ...audit]);
    }
    const { createdAt, expiresAt } = created;
    const answer: NewKeyAnswer = {
      ...created,
      createdAt: formatInstant(createdAt),
      expiresAt: formatOptional(expiresAt),
      key,
    };
    return { status: 201, body: answer };
  });
}

/** `GET /v1/keys`. */
export async function respondToListKeys(
  { ledger, secrets: load }: Service,
  { query }: HttpRequest<typeof listForAdmin>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await load();
  const start = readPlace(secrets, 'keys', query.cursor);
  if (isRefusal(start)) return start;
  const page = await readKeyPage(ledger, { after: start.place, limit: query.limit });
  const items = page.keys.map(
    ({ prefix, name, scopes, createdAt, expiresAt, lastUsedOn }): KeyAnswer => ({
      prefix,
      name,
      scopes: [...scopes],
      createdAt: formatInstant(createdAt),
      expiresAt: formatOptional(expiresAt),
      lastUsedOn: lastUsedOn === null ? null : formatDay(lastUsedOn),
    }),
  );
  return { status: 200, body: { items, next: nextCursor(secrets, 'keys', page.next) } satisfies KeysAnswer };
}

/** `DELETE /v1/keys/{prefix}`: the next call with the key is refused. */
export async function respondToRevokeKey(
  { ledger }: Service,
  { path, actor, requestId, now }: HttpRequest<typeof revokeKey>,
): Promise<HttpAnswer | Refusal> {
  const event = { type: 'key.revoked' as const, data: { prefix: path.prefix } };
  const audit = auditAdministration(ledger.entries, 'keys', event, { actor: actor.id, requestId, now });
  // One that a first try has removed, whose answer was lost, was removed.
  const removed = await withRetries(async (again) => (await removeApiKey(ledger, path.prefix, audit)) || again);
  return removed ? { status: 204 } : refuse('not_found');
}
