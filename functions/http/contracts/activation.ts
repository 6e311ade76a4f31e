import { activationRequest, deactivationRequest } from '../schemas/activation-request.ts';

// Calls of applications need no key but the code or the activation id (docs/api.md section 1).
export const activate = { body: activationRequest };
export const deactivate = { body: deactivationRequest };
