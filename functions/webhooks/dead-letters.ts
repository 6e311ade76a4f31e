import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type {
  listDeadLetters as listContract,
  replayDeadLetters as replayContract,
} from '../http/contracts/administration.ts';
import { formatInstant } from '../http/instant.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import { readRepeatable } from '../http/repeatable.ts';
import type { HttpRequest } from '../http/route.ts';
import type { DeadLetterAnswer, ReplayAnswer } from '../http/schemas/administration.ts';
import type { DeadLettersAnswer } from '../http/schemas/operator-answer.ts';
import type { Service } from '../service.ts';
import { auditAdministration } from '../store/administration-audit.ts';
import { type DeadLetter, listDeadLetters, replayDeadLetter } from '../store/dead-letters.ts';
import { noteRequest } from '../store/idempotency.ts';
import { readWebhook } from '../store/webhooks.ts';

/** `GET /v1/webhooks/{id}/dead-letters`: what the receiver did not take for three days (R14.2). */
export async function respondToListDeadLetters(
  { ledger, secrets: load }: Service,
  { path, query }: HttpRequest<typeof listContract>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await load();
  const list = `dead letters of ${path.id}`;
  const start = readPlace(secrets, list, query.cursor);
  if (isRefusal(start)) return start;
  if ((await readWebhook(ledger, path.id)) === null) return refuse('not_found');
  const page = await listDeadLetters(ledger, path.id, { after: start.place, limit: query.limit });
  const body = { items: page.letters.map(letterBody), next: nextCursor(secrets, list, page.next) };
  return { status: 200, body: body satisfies DeadLettersAnswer };
}

/**
 * `POST /v1/webhooks/{id}/dead-letters/replay`: each letter in a transaction of its own, with its audit entry (R14.1); one
 * after the other, since those of a license share its queue.
 */
export async function respondToReplay(
  service: Service,
  request: HttpRequest<typeof replayContract>,
): Promise<HttpAnswer | Refusal> {
  const { ledger } = service;
  const { path, body, now, actor, requestId } = request;
  const repeat = readRepeatable(await service.secrets(), request, `replay ${path.id}`, body);
  if (isRefusal(repeat)) return repeat;
  if ((await readWebhook(ledger, path.id)) === null) return refuse('not_found');
  const refused = repeat && (await noteRequest(ledger, repeat, now));
  if (refused !== null) return refused;
  const audit = ({ id, eventId, license }: DeadLetter) => {
    const data = { webhook: path.id, letter: id, event: eventId, of: license };
    const event = { type: 'webhook.replayed' as const, data };
    return auditAdministration(ledger.entries, 'webhooks', event, { actor: actor.id, requestId, now });
  };
  const missing: string[] = [];
  for (const id of body.letters) {
    const replayed = await replayDeadLetter(ledger, { webhook: path.id, id }, { now, repeat, audit });
    if (!replayed) missing.push(id);
  }
  const answer: ReplayAnswer = { replayed: body.letters.length - missing.length, missing };
  return { status: 200, body: answer };
}

function letterBody({ id, eventId, license, body, queuedAt, givenUpAt, failure }: DeadLetter): DeadLetterAnswer {
  return {
    id,
    eventId,
    type: readType(body),
    licenseId: license,
    queuedAt: formatInstant(queuedAt),
    givenUpAt: formatInstant(givenUpAt),
    failure,
  };
}

/** The name of the event that a letter tells of. */
function readType(body: string): string | null {
  const { type } = JSON.parse(body) as { readonly type?: unknown };
  return typeof type === 'string' ? type : null;
}
