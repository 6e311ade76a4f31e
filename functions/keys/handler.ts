import { createKey, listForAdmin, revokeKey } from '../http/contracts/administration.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { respondToCreateKey, respondToListKeys, respondToRevokeKey } from './keys.ts';

const service = currentService();

/** API keys of operators. */
export const handler = createHttpHandler(service, {
  'GET /v1/keys': route(listForAdmin, (request) => respondToListKeys(service, request)),
  'POST /v1/keys': route(createKey, (request) => respondToCreateKey(service, request)),
  'DELETE /v1/keys/{prefix}': route(revokeKey, (request) => respondToRevokeKey(service, request)),
});
