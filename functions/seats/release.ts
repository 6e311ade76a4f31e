import { checkFlags } from '../core/activation/admission.ts';
import { checkOwnerRelease } from '../core/owner-release.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { releaseOwnSeat } from '../http/contracts/owner.ts';
import { formatInstant } from '../http/instant.ts';
import type { HttpRequest } from '../http/route.ts';
import type { MailQueue } from '../runtime/mail-queue.ts';
import { newNonce } from '../runtime/random.ts';
import type { Service } from '../service.ts';
import { mailWrite } from '../store/mail-outbox.ts';
import { freeSeat } from '../store/seat-freeing.ts';
import { readOwnLicense } from './own-license.ts';

/** `POST /v1/seats/release`: within quota and cool-down, and the owner is mailed (R4.3). */
export async function releaseSeat(
  service: Service,
  mailQueue: MailQueue,
  { body, now, requestId }: HttpRequest<typeof releaseOwnSeat>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const store = { reader: service.licenses, ledger: service.ledger };
  // One mail however many tries it takes.
  const nonce = newNonce(service.random);
  const freed = await freeSeat(store, {
    seatId: body.seatId,
    by: 'owner',
    authorship: { actor: 'owner', requestId, now },
    // Refusals about the license come before those about its seats (docs/rules.md section 15).
    readLicense: async () => {
      const own = await readOwnLicense(service, secrets, body.code, now);
      return isRefusal(own) ? own : (checkFlags(own.asRead, false, now) ?? own.asRead);
    },
    check: (license, seat) => checkOwnerRelease(license, seat, now),
    extra: ({ license, deviceName, platform }, seatFreeAt) => [
      mailWrite({ kind: 'seat_released', license, deviceName, platform, seatFreeAt }, { now, requestId }, nonce),
    ],
  });
  if (isRefusal(freed)) return freed;
  await mailQueue.wake(service.log, requestId);
  return { status: 200, body: { released: true, seatFreeAt: formatInstant(freed.seatFreeAt) } };
}
