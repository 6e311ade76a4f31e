import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { listOwnSeats } from '../http/contracts/owner.ts';
import { licenseBody } from '../http/license-body.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import type { HttpRequest } from '../http/route.ts';
import type { OwnedSeatsAnswer } from '../http/schemas/device-answer.ts';
import { seatBody } from '../http/seat-body.ts';
import type { Service } from '../service.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettledSeats } from '../store/settled-seats.ts';
import { readOwnLicense } from './own-license.ts';

const PAGE = 100;

/** `POST /v1/seats`: the license with exact counts, and a page of its seats, held ones among them (R4.4). */
export async function listSeats(
  service: Service,
  { body, now }: HttpRequest<typeof listOwnSeats>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const own = await readOwnLicense(service, secrets, body.code, now);
  if (isRefusal(own)) return own;
  const { license } = own;
  const list = `own-seats ${license.id}`;
  const start = readPlace(secrets, list, body.cursor);
  if (isRefusal(start)) return start;
  const page = await readSettledSeats(service.licenses, license, { after: start.place, limit: PAGE, now });
  const answer: OwnedSeatsAnswer = {
    license: licenseBody(await countSettledSeats(service.licenses, license, now), now),
    seats: page.seats.map((seat) => seatBody(license, seat)),
    next: nextCursor(secrets, list, page.next),
  };
  return { status: 200, body: answer };
}
