import * as v from 'valibot';
import { closed } from './closed.ts';
import { cursor, email, given, orderId, typedCode } from './text.ts';

/** `POST /v1/seats`: the seats of the license behind a code. */
export const seatsRequest = closed({ code: typedCode, cursor: v.exactOptional(v.nullable(cursor)) });

/** `POST /v1/seats/release` (R4.3). */
export const seatReleaseRequest = closed({ code: typedCode, seatId: given });

/** `POST /v1/recoveries` (R12.1). */
export const recoveryRequest = closed({ email, orderId: v.exactOptional(orderId) });

/** `POST /v1/recoveries/confirm` (R12.2). */
export const recoveryConfirmation = closed({ token: given });
