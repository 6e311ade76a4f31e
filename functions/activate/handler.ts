import { activate } from '../http/contracts/activation.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { openMailQueue } from '../runtime/mail-queue.ts';
import { againstGuessing, currentService } from '../service.ts';
import { respondToActivation } from './respond.ts';

const service = currentService();
const mailQueue = openMailQueue(process.env);

/** `POST /v1/activations`. */
export const handler = createHttpHandler(service, {
  'POST /v1/activations': route(activate, (request) =>
    againstGuessing(service, request, () => respondToActivation(service, mailQueue, request)),
  ),
});
