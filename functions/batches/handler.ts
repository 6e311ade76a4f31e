import { extendBy, ORDERS } from '../core/operate/orders.ts';
import { actOnBatch, extendBatch } from '../http/contracts/licenses.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { actOnAll } from './act-on-all.ts';

const service = currentService();

const ordered = (name: keyof typeof ORDERS) =>
  route(actOnBatch, (request) => actOnAll(service, request, { name, carryOut: ORDERS[name], countsTwice: false }));

/** What operators do to whole batches (R9.4, R7.5). */
export const handler = createHttpHandler(service, {
  'POST /v1/batches/{batch}/block': ordered('block'),
  'POST /v1/batches/{batch}/unblock': ordered('unblock'),
  'POST /v1/batches/{batch}/suspend': ordered('suspend'),
  'POST /v1/batches/{batch}/resume': ordered('resume'),
  'POST /v1/batches/{batch}/revoke': ordered('revoke'),
  'POST /v1/batches/{batch}/extend': route(extendBatch, (request) =>
    actOnAll(service, request, { name: 'extend', carryOut: extendBy(request.body.days), countsTwice: true }),
  ),
});
