import type { LicenseDetails } from '../core/license.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { listLicenses } from '../http/contracts/licenses.ts';
import { operatedLicenseBody } from '../http/license-body.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import type { HttpRequest } from '../http/route.ts';
import type { LicensesAnswer } from '../http/schemas/license-answer.ts';
import { hashEmail, hashOrder } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { type PointerList, readPointers } from '../store/pointers.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettledList, type SettledLicense } from '../store/settled-licenses.ts';

/** Which licenses are asked for; every part that is given must hold. */
interface Filter {
  readonly batch: string | undefined;
  /** In lower case. */
  readonly email: string | undefined;
  readonly orderId: string | undefined;
}

/** Pages of the table that one answer may cost; a page of the answer may so be short, and still have a next one. */
const MAX_ROUNDS = 8;

/** `GET /v1/licenses`: oldest first; without a filter all of them. */
export async function list(
  service: Service,
  { query, now }: HttpRequest<typeof listLicenses>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const filter = { batch: query.batch, email: query.email?.toLowerCase(), orderId: query.orderId };
  const name = `licenses ${JSON.stringify(filter)}`;
  const start = readPlace(secrets, name, query.cursor);
  if (isRefusal(start)) return start;
  const found: SettledLicense[] = [];
  let place = start.place;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const limit = query.limit - found.length;
    const page = await readPointers(service.ledger, narrowest(secrets, filter), { after: place, limit });
    const ids = page.pointers.map(({ license }) => license);
    const licenses = await readSettledList(service.licenses, ids, now);
    found.push(...licenses.filter(({ details }) => matches(details, filter)));
    place = page.next;
    if (place === null || found.length === query.limit) break;
  }
  const body: LicensesAnswer = {
    items: await Promise.all(
      found.map(async ({ license, details }) =>
        operatedLicenseBody(await countSettledSeats(service.licenses, license, now), details, now),
      ),
    ),
    next: nextCursor(secrets, name, place),
  };
  return { status: 200, body };
}

/** The shortest list that holds all that is asked for. */
function narrowest(secrets: Secrets, { batch, email, orderId }: Filter): PointerList {
  if (orderId !== undefined) return { of: 'order', hash: hashOrder(secrets, orderId) };
  if (email !== undefined) return { of: 'email', hash: hashEmail(secrets, email) };
  return batch === undefined ? { of: 'all' } : { of: 'batch', batch };
}

/** Asked of the license itself, which may have left the list since the list was read. */
function matches(details: LicenseDetails | null, { batch, email, orderId }: Filter): boolean {
  return (
    (batch === undefined || details?.batch === batch) &&
    (email === undefined || details?.customer?.email?.toLowerCase() === email) &&
    (orderId === undefined || details?.orderId === orderId)
  );
}
