import { extendBy, INSTRUCTIONS } from '../core/operate/instructions.ts';
import { actOnBatch, extendBatch } from '../http/contracts/licenses.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { actOnAll } from './act-on-all.ts';

const service = currentService();

const instructed = (name: keyof typeof INSTRUCTIONS) =>
  route(actOnBatch, (request) => actOnAll(service, request, INSTRUCTIONS[name]));

/** What operators do to whole batches (R9.4, R7.5). */
export const handler = createHttpHandler(service, {
  'POST /v1/batches/{batch}/block': instructed('block'),
  'POST /v1/batches/{batch}/unblock': instructed('unblock'),
  'POST /v1/batches/{batch}/suspend': instructed('suspend'),
  'POST /v1/batches/{batch}/resume': instructed('resume'),
  'POST /v1/batches/{batch}/revoke': instructed('revoke'),
  'POST /v1/batches/{batch}/extend': route(extendBatch, (request) =>
    actOnAll(service, request, extendBy(request.body.days)),
  ),
});
