import { validationRequest } from '../schemas/validation-request.ts';

// In a file of its own: bundlers keep whole files, and no function is called as often as this one.
export const validate = { body: validationRequest };
