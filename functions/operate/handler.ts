import { extendBy, forgiveActivations, INSTRUCTIONS } from '../core/operate/instructions.ts';
import { actOnLicense, extendLicense, freeSeat, resetTrial } from '../http/contracts/licenses.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { act } from './act.ts';
import { free } from './free-seat.ts';
import { forgiveTrial } from './reset-trial.ts';
import { rotate } from './rotate.ts';

const service = currentService();

const instructed = (name: keyof typeof INSTRUCTIONS) =>
  route(actOnLicense, (request) => act(service, request, INSTRUCTIONS[name]));

/** What operators do to one license (R9, R7.5, R3.3, R12.2) and to the seats and devices that use it (R4.3). */
export const handler = createHttpHandler(service, {
  'POST /v1/licenses/{id}/block': instructed('block'),
  'POST /v1/licenses/{id}/unblock': instructed('unblock'),
  'POST /v1/licenses/{id}/suspend': instructed('suspend'),
  'POST /v1/licenses/{id}/resume': instructed('resume'),
  'POST /v1/licenses/{id}/revoke': instructed('revoke'),
  'POST /v1/licenses/{id}/reset-activations': route(actOnLicense, (request) =>
    act(service, request, forgiveActivations),
  ),
  'POST /v1/licenses/{id}/extend': route(extendLicense, (request) =>
    act(service, request, extendBy(request.body.days)),
  ),
  'POST /v1/licenses/{id}/rotate-code': route(actOnLicense, (request) => rotate(service, request)),
  'DELETE /v1/licenses/{id}/seats/{seatId}': route(freeSeat, (request) => free(service, request)),
  'POST /v1/devices/reset-trial': route(resetTrial, (request) => forgiveTrial(service, request)),
});
