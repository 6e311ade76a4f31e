import { validate } from '../http/contracts/validation.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { respondToValidation } from './respond.ts';

const service = currentService();

/** `POST /v1/validations`. */
export const handler = createHttpHandler(service, {
  'POST /v1/validations': route(validate, (request) => respondToValidation(service, request)),
});
