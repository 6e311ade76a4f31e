import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { freeSeat as contract } from '../http/contracts/licenses.ts';
import { formatInstant } from '../http/instant.ts';
import type { HttpRequest } from '../http/route.ts';
import type { Service } from '../service.ts';
import { freeSeat } from '../store/seat-freeing.ts';

/** `DELETE /v1/licenses/{id}/seats/{seatId}`: support frees a seat without quota and cool-down (R4.3). */
export async function free(
  service: Service,
  { path, now, actor, requestId }: HttpRequest<typeof contract>,
): Promise<HttpAnswer | Refusal> {
  const store = { reader: service.licenses, ledger: service.ledger };
  const freed = await freeSeat(store, {
    seatId: path.seatId,
    by: 'operator',
    authorship: { actor: actor.id, requestId, now },
    readLicense: async () => (await service.licenses.readWhole(path.id, true))?.license ?? refuse('not_found'),
    check: () => null,
    extra: () => [],
  });
  if (isRefusal(freed)) return freed;
  return { status: 200, body: { released: true, seatFreeAt: formatInstant(freed.seatFreeAt) } };
}
