import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { listOfLicense } from '../http/contracts/licenses.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import type { HttpRequest } from '../http/route.ts';
import type { SeatsAnswer } from '../http/schemas/device-answer.ts';
import { seatBody } from '../http/seat-body.ts';
import type { Service } from '../service.ts';
import { readSettled } from '../store/settled-licenses.ts';
import { readSettledSeats } from '../store/settled-seats.ts';

/** `GET /v1/licenses/{id}/seats`: by class; held ones among them (R4.4). */
export async function listSeats(
  service: Service,
  { path, query, now }: HttpRequest<typeof listOfLicense>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const name = `seats ${path.id}`;
  const start = readPlace(secrets, name, query.cursor);
  if (isRefusal(start)) return start;
  const settled = await readSettled(service.licenses, path.id, now);
  if (settled === null) return refuse('not_found');
  const { license } = settled;
  const page = { after: start.place, limit: query.limit, now };
  const { seats, next } = await readSettledSeats(service.licenses, license, page);
  const body: SeatsAnswer = {
    items: seats.map((seat) => seatBody(license, seat)),
    next: nextCursor(secrets, name, next),
  };
  return { status: 200, body };
}
