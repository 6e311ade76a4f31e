import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { exportLicenses } from '../http/contracts/licenses.ts';
import { operatedLicenseBody } from '../http/license-body.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import type { HttpRequest } from '../http/route.ts';
import type { Service } from '../service.ts';
import { readPointers } from '../store/pointers.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettledList } from '../store/settled-licenses.ts';

/** A license is at most about 8 KB as JSON, and an answer at most 6 MB. */
const PAGE = 200;
const LIST = 'export';

/** `GET /v1/licenses/export`: one license a line, without codes; the next cursor is in a header, absent at the end. */
export async function exportPage(
  service: Service,
  { query, now }: HttpRequest<typeof exportLicenses>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const start = readPlace(secrets, LIST, query.cursor);
  if (isRefusal(start)) return start;
  const page = await readPointers(service.ledger, { of: 'all' }, { after: start.place, limit: PAGE });
  const ids = page.pointers.map(({ license }) => license);
  const licenses = await readSettledList(service.licenses, ids, now);
  const lines = await Promise.all(
    licenses.map(async ({ license, details }) => {
      const counted = await countSettledSeats(service.licenses, license, now);
      return JSON.stringify(operatedLicenseBody(counted, details, now));
    }),
  );
  const next = nextCursor(secrets, LIST, page.next);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', ...(next !== null && { 'x-next-cursor': next }) },
    body: lines.map((line) => `${line}\n`).join(''),
  };
}
