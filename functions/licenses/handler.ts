import {
  exportLicenses,
  listLicenses,
  listOfLicense,
  lookUpLicense,
  patchLicense,
  readLicense,
} from '../http/contracts/licenses.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { listEvents } from './events.ts';
import { exportPage } from './export.ts';
import { list } from './list.ts';
import { patch } from './patch.ts';
import { lookUp, read } from './read.ts';
import { listSeats } from './seats.ts';

const service = currentService();

/** What operators read and change of licenses (docs/api.md section 2). */
export const handler = createHttpHandler(service, {
  'GET /v1/licenses': route(listLicenses, (request) => list(service, request)),
  'GET /v1/licenses/export': route(exportLicenses, (request) => exportPage(service, request)),
  'POST /v1/licenses/lookup': route(lookUpLicense, (request) => lookUp(service, request)),
  'GET /v1/licenses/{id}': route(readLicense, (request) => read(service, request)),
  'PATCH /v1/licenses/{id}': route(patchLicense, (request) => patch(service, request)),
  'GET /v1/licenses/{id}/seats': route(listOfLicense, (request) => listSeats(service, request)),
  'GET /v1/licenses/{id}/events': route(listOfLicense, (request) => listEvents(service, request)),
});
