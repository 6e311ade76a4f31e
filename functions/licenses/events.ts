import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { listOfLicense } from '../http/contracts/licenses.ts';
import { writeDetailInstants } from '../http/detail-instants.ts';
import { formatInstant } from '../http/instant.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import type { HttpRequest } from '../http/route.ts';
import type { EventsAnswer } from '../http/schemas/operator-answer.ts';
import type { Service } from '../service.ts';
import type { AuditEntry } from '../store/audit-item.ts';
import { readAudit } from '../store/audit-reading.ts';
import { verifyChain } from '../store/chain.ts';

/** The cursor carries what the first page found: verifying reads the whole audit, which once a listing is enough. */
const MARKS = { good: '+', bad: '-' } as const;

/** `GET /v1/licenses/{id}/events`: the audit, oldest first, and whether its chain is whole (R14.1). */
export async function listEvents(
  service: Service,
  { path, query }: HttpRequest<typeof listOfLicense>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const name = `events ${path.id}`;
  const start = readPlace(secrets, name, query.cursor);
  if (isRefusal(start)) return start;
  const licenses = await service.licenses.read([path.id], true);
  if (!licenses.has(path.id)) return refuse('not_found');
  const { place } = start;
  const page = { after: place?.slice(1) ?? null, limit: query.limit };
  const [verified, { entries, next }] = await Promise.all([
    place === null ? verifyChain(service.ledger, path.id) : place.startsWith(MARKS.good),
    readAudit(service.ledger, path.id, page),
  ]);
  const body: EventsAnswer = {
    items: entries.map(eventBody),
    verified,
    next: nextCursor(secrets, name, next && `${verified ? MARKS.good : MARKS.bad}${next}`),
  };
  return { status: 200, body };
}

/** What else is known of an event stands with what it led to. */
function eventBody({ id, type, at, actor, reason, requestId, before, after, data, dueAt, sealed }: AuditEntry) {
  const due = dueAt === undefined ? undefined : { dueAt: formatInstant(dueAt) };
  const outcome = data ?? after ?? due;
  return {
    id,
    type,
    at: formatInstant(at),
    actor,
    reason: reason ?? null,
    requestId,
    before: before === undefined ? null : writeDetailInstants(before),
    after: outcome === undefined ? null : writeDetailInstants({ ...data, ...due, ...after }),
    sealed: sealed !== null,
  };
}
