import { deactivate } from '../http/contracts/activation.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { respondToDeactivation } from './respond.ts';

const service = currentService();

/** `POST /v1/deactivations`. */
export const handler = createHttpHandler(service, {
  'POST /v1/deactivations': route(deactivate, (request) => respondToDeactivation(service, request)),
});
