import { listOwnSeats, releaseOwnSeat } from '../http/contracts/owner.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { openMailQueue } from '../runtime/mail-queue.ts';
import { againstGuessing, currentService } from '../service.ts';
import { listSeats } from './list.ts';
import { releaseSeat } from './release.ts';

const service = currentService();
const mailQueue = openMailQueue(process.env);

/** What owners do with the seats of their license, by its code (R4.3). */
export const handler = createHttpHandler(service, {
  'POST /v1/seats': route(listOwnSeats, (request) =>
    againstGuessing(service, request, () => listSeats(service, request)),
  ),
  'POST /v1/seats/release': route(releaseOwnSeat, (request) =>
    againstGuessing(service, request, () => releaseSeat(service, mailQueue, request)),
  ),
});
