import { extendBy, forgiveActivations, ORDERS } from '../core/operate/orders.ts';
import { actOnLicense, extendLicense, freeSeat, resetTrial } from '../http/contracts/licenses.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { act } from './act.ts';
import { free } from './free-seat.ts';
import { forgiveTrial } from './reset-trial.ts';
import { rotate } from './rotate.ts';

const service = currentService();

const ordered = (name: keyof typeof ORDERS) =>
  route(actOnLicense, (request) => act(service, request, { name, carryOut: ORDERS[name], countsTwice: false }));

/** What operators do to one license (R9, R7.5, R3.3, R12.2) and to the seats and devices that use it (R4.3). */
export const handler = createHttpHandler(service, {
  'POST /v1/licenses/{id}/block': ordered('block'),
  'POST /v1/licenses/{id}/unblock': ordered('unblock'),
  'POST /v1/licenses/{id}/suspend': ordered('suspend'),
  'POST /v1/licenses/{id}/resume': ordered('resume'),
  'POST /v1/licenses/{id}/revoke': ordered('revoke'),
  'POST /v1/licenses/{id}/reset-activations': route(actOnLicense, (request) =>
    act(service, request, { name: 'reset-activations', carryOut: forgiveActivations, countsTwice: false }),
  ),
  'POST /v1/licenses/{id}/extend': route(extendLicense, (request) =>
    act(service, request, { name: 'extend', carryOut: extendBy(request.body.days), countsTwice: true }),
  ),
  'POST /v1/licenses/{id}/rotate-code': route(actOnLicense, (request) => rotate(service, request)),
  'DELETE /v1/licenses/{id}/seats/{seatId}': route(freeSeat, (request) => free(service, request)),
  'POST /v1/devices/reset-trial': route(resetTrial, (request) => forgiveTrial(service, request)),
});
