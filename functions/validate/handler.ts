import type { HttpAnswer } from '../http/answer.ts';
import { validate } from '../http/contracts/validation.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { againstGuessing, currentService } from '../service.ts';
import { respondToValidation } from './respond.ts';

const service = currentService();

/** `POST /v1/validations`. */
export const handler = createHttpHandler(service, {
  'POST /v1/validations': route(validate, (request) => {
    const respond = () => respondToValidation(service, request);
    // A forged id costs no read and needs no count; a true one is never refused for what its neighbors try.
    return request.body.code === undefined ? respond() : againstGuessing(service, request, respond, isUnknown);
  }),
});

function isUnknown({ body }: HttpAnswer): boolean {
  return typeof body === 'object' && body !== null && 'verdict' in body && body.verdict === 'UNKNOWN';
}
