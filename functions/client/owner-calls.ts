import type { OwnedSeatsAnswer, RecoveredAnswer } from '../http/schemas/device-answer.ts';
import type { Outcome } from './outcome.ts';
import type { Send } from './transport.ts';

/** What the owner of a code can do from inside an application; changes nothing on this device. */
export interface OwnerCalls {
  /** @returns one page of the license's seats; the next is got with `cursor` = its `next` */
  seats(code: string, cursor?: string): Promise<Outcome<OwnedSeatsAnswer>>;
  /** Frees a seat without taking it (R4.3). */
  releaseSeat(code: string, seatId: string): Promise<Outcome<{ released: true; seatFreeAt: string }>>;
  /** R12.1: asks for lost codes by mail; the answer is the same whether or not there are any. */
  recover(email: string, orderId?: string): Promise<Outcome<{ accepted: true }>>;
  /** R12.2: @returns the new code, shown once; the old one ends here */
  confirmRecovery(token: string): Promise<Outcome<RecoveredAnswer>>;
}

export function createOwnerCalls(send: Send): OwnerCalls {
  return {
    seats: (code, cursor) => send('seats', '/v1/seats', { code, ...(cursor !== undefined && { cursor }) }),
    releaseSeat: (code, seatId) => send('released', '/v1/seats/release', { code, seatId }),
    recover: (email, orderId) =>
      send('accepted', '/v1/recoveries', { email, ...(orderId !== undefined && { orderId }) }),
    confirmRecovery: (token) => send('code', '/v1/recoveries/confirm', { token }),
  };
}
