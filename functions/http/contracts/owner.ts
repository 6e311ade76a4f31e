import { recoveryConfirmation, recoveryRequest, seatReleaseRequest, seatsRequest } from '../schemas/owner-request.ts';

// Calls of owners: no key but the code, the address on the order or the token of a mail (docs/api.md section 1).
export const listOwnSeats = { body: seatsRequest };
export const releaseOwnSeat = { body: seatReleaseRequest };
export const requestRecovery = { body: recoveryRequest };
export const confirmRecovery = { body: recoveryConfirmation };
