import type { License } from '../core/license.ts';
import { checkOwnerRelease } from '../core/owner-release.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { releaseOwnSeat } from '../http/contracts/owner.ts';
import { formatInstant } from '../http/instant.ts';
import type { HttpRequest } from '../http/route.ts';
import type { MailQueue } from '../runtime/mail-queue.ts';
import { newNonce } from '../runtime/random.ts';
import type { Service } from '../service.ts';
import { mailWrite } from '../store/mail-outbox.ts';
import { withRetries } from '../store/retry.ts';
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
  const freed = await withRetries(async () => {
    const own = await readOwnLicense(service, secrets, body.code, now);
    if (isRefusal(own)) return own;
    const license = own.asRead;
    return freeSeat(store, {
      license,
      seatId: body.seatId,
      by: 'owner',
      authorship: { actor: 'owner', requestId, now },
      check: (seat) => checkState(license) ?? checkOwnerRelease(license, seat, now),
      extra: ({ deviceName, platform }, seatFreeAt) => [
        mailWrite(
          { kind: 'seat_released', license: license.id, deviceName, platform, seatFreeAt },
          { now, requestId },
          newNonce(service.random),
        ),
      ],
    });
  });
  if (isRefusal(freed)) return freed;
  await mailQueue.wake(service.log, requestId);
  return { status: 200, body: { released: true, seatFreeAt: formatInstant(freed.seatFreeAt) } };
}

/** Refusals about the license come before those about the release (section 15). */
function checkState({ revoked, blocked, suspended }: License): Refusal | null {
  if (revoked !== null) return refuse('license_revoked');
  if (blocked !== null) return refuse('license_blocked');
  return suspended === null ? null : refuse('license_suspended');
}
