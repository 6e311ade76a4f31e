import {
  listDeadLetters,
  listForAdmin,
  namedWebhook,
  putWebhook,
  replayDeadLetters,
} from '../http/contracts/administration.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { respondToListDeadLetters, respondToReplay } from './dead-letters.ts';
import {
  respondToListWebhooks,
  respondToPutWebhook,
  respondToReadWebhook,
  respondToRemoveWebhook,
} from './webhooks.ts';

const service = currentService();

/** Registration of webhooks; deliveries are another function's. */
export const handler = createHttpHandler(service, {
  'GET /v1/webhooks': route(listForAdmin, (request) => respondToListWebhooks(service, request)),
  'GET /v1/webhooks/{id}': route(namedWebhook, (request) => respondToReadWebhook(service, request)),
  'PUT /v1/webhooks/{id}': route(putWebhook, (request) => respondToPutWebhook(service, request)),
  'DELETE /v1/webhooks/{id}': route(namedWebhook, (request) => respondToRemoveWebhook(service, request)),
  'GET /v1/webhooks/{id}/dead-letters': route(listDeadLetters, (request) => respondToListDeadLetters(service, request)),
  'POST /v1/webhooks/{id}/dead-letters/replay': route(replayDeadLetters, (request) =>
    respondToReplay(service, request),
  ),
});
