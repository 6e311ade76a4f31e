import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { listForAdmin, namedWebhook, putWebhook as putContract } from '../http/contracts/administration.ts';
import { formatInstant } from '../http/instant.ts';
import { refuseMistakes } from '../http/mistakes.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import { findIdMistakes } from '../http/path-id.ts';
import type { HttpRequest } from '../http/route.ts';
import type { WebhookAnswer } from '../http/schemas/administration.ts';
import type { WebhooksAnswer } from '../http/schemas/operator-answer.ts';
import { closeEnvelope } from '../runtime/envelope.ts';
import type { Service } from '../service.ts';
import { auditAdministration } from '../store/administration-audit.ts';
import { withRetries } from '../store/retry.ts';
import { putWebhook, readWebhook, readWebhookPage, removeWebhook, type Webhook } from '../store/webhooks.ts';

/** Standard Webhooks: 24 to 64 bytes, shown as `whsec_` and base64. */
const SECRET_BYTES = 32;

/**
 * `PUT /v1/webhooks/{id}`: creates or changes a webhook. The secret of a new one stands in this answer alone; who has lost
 * it removes the webhook and makes it again.
 */
export async function respondToPutWebhook(
  { ledger, random, secrets: load }: Service,
  { path: { id }, body, now, actor, requestId }: HttpRequest<typeof putContract>,
): Promise<HttpAnswer | Refusal> {
  const refusal = refuseMistakes(findIdMistakes({ id }, body));
  if (refusal !== null) return refusal;
  const secrets = await load();
  const { url, events } = body;
  const secret = random.bytes(SECRET_BYTES);
  const sealedSecret = closeEnvelope(secrets, random, 'webhook-secret', id, secret);
  return withRetries(async () => {
    const before = await readWebhook(ledger, id);
    const webhook = before === null ? { id, createdAt: now, sealedSecret, version: 0 } : before;
    // The address itself stays out of the audit: it may hold what only the receiver should know.
    const event = {
      type: 'webhook.changed' as const,
      data: { webhook: id, moved: before !== null && before.url !== url },
      before: { events: before?.events ?? null },
      after: { events },
    };
    const audit = auditAdministration(ledger.entries, 'webhooks', event, { actor: actor.id, requestId, now });
    await putWebhook(ledger, { ...webhook, url, events }, audit);
    const answer = webhookBody({ ...webhook, url, events });
    // Also when the first try has written it and only its answer was lost.
    const isNew = Buffer.compare(webhook.sealedSecret, sealedSecret) === 0;
    return { status: 200, body: isNew ? { ...answer, secret: showSecret(secret) } : answer };
  });
}

function showSecret(secret: Uint8Array): string {
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}

/** `GET /v1/webhooks/{id}`. */
export async function respondToReadWebhook(
  { ledger }: Service,
  { path }: HttpRequest<typeof namedWebhook>,
): Promise<HttpAnswer | Refusal> {
  const webhook = await readWebhook(ledger, path.id);
  return webhook === null ? refuse('not_found') : { status: 200, body: webhookBody(webhook) };
}

/** `GET /v1/webhooks`. */
export async function respondToListWebhooks(
  { ledger, secrets: load }: Service,
  { query }: HttpRequest<typeof listForAdmin>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await load();
  const start = readPlace(secrets, 'webhooks', query.cursor);
  if (isRefusal(start)) return start;
  const page = await readWebhookPage(ledger, { after: start.place, limit: query.limit });
  const body = { items: page.webhooks.map(webhookBody), next: nextCursor(secrets, 'webhooks', page.next) };
  return { status: 200, body: body satisfies WebhooksAnswer };
}

/** `DELETE /v1/webhooks/{id}`. */
export async function respondToRemoveWebhook(
  { ledger }: Service,
  { path, actor, requestId, now }: HttpRequest<typeof namedWebhook>,
): Promise<HttpAnswer | Refusal> {
  const event = { type: 'webhook.removed' as const, data: { webhook: path.id } };
  return withRetries(async (again) => {
    const webhook = await readWebhook(ledger, path.id);
    // One that a first try has removed, whose answer was lost, was removed.
    if (webhook === null) return again ? { status: 204 } : refuse('not_found');
    const audit = auditAdministration(ledger.entries, 'webhooks', event, { actor: actor.id, requestId, now });
    await removeWebhook(ledger, webhook, audit);
    return { status: 204 };
  });
}

function webhookBody({ id, url, events, createdAt }: Webhook): WebhookAnswer {
  return { id, url, events: events === null ? null : [...events], createdAt: formatInstant(createdAt) };
}
