import { activationRequest, deactivationRequest } from '../schemas/activation-request.ts';
import { recoveryConfirmation, recoveryRequest, seatReleaseRequest, seatsRequest } from '../schemas/owner-request.ts';
import { validationRequest } from '../schemas/validation-request.ts';

// Calls of applications and owners: no key but the code or the activation id (api.md section 1).
export const activate = { body: activationRequest };
export const validate = { body: validationRequest };
export const deactivate = { body: deactivationRequest };
export const listOwnSeats = { body: seatsRequest };
export const releaseOwnSeat = { body: seatReleaseRequest };
export const requestRecovery = { body: recoveryRequest };
export const confirmRecovery = { body: recoveryConfirmation };

/** Calls that take nothing: the key set, the OpenAPI document, the health. */
export const open = {};
