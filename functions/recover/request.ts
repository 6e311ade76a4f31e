import { SECOND } from '../core/instant.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { requestRecovery } from '../http/contracts/owner.ts';
import type { HttpRequest } from '../http/route.ts';
import { hashEmail, hashOrder, hashSource } from '../runtime/hashing.ts';
import type { MailQueue } from '../runtime/mail-queue.ts';
import { newNonce } from '../runtime/random.ts';
import type { Service } from '../service.ts';
import { doesWait, type MailJob, mailWrite } from '../store/mail-outbox.ts';
import { countWrite, type RateLimit, windowEnd } from '../store/rate.ts';
import { Stale, withRetries } from '../store/retry.ts';
import { transact } from '../store/transaction.ts';

/** Milliseconds within which the recoveries of one source are counted (R12.3). */
const WINDOW = 15 * 60 * SECOND;

/**
 * `POST /v1/recoveries`: always the same 202 within the same time (R12.1). Nothing is looked up here: who asked is
 * counted, what was asked waits in the table, and the queue is told, whatever there is behind the address.
 * @param way where mails wait, and how often one source may ask within fifteen minutes
 */
export async function requestMail(
  service: Service,
  way: { readonly mailQueue: MailQueue; readonly perSource: number },
  { body, now, source, requestId }: HttpRequest<typeof requestRecovery>,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const limit: RateLimit = { name: 'recover', most: way.perSource, window: WINDOW };
  const job: MailJob = {
    kind: 'recovery',
    emailHash: hashEmail(secrets, body.email.toLowerCase()),
    orderHash: body.orderId === undefined ? null : hashOrder(secrets, body.orderId),
  };
  const count = countWrite(limit, hashSource(secrets, source), now);
  const nonce = newNonce(service.random);
  const wait = mailWrite(job, { now, requestId }, nonce);
  const admitted = await withRetries(async (again) => {
    try {
      await transact(service.ledger, [count, wait]);
      return true;
    } catch (fault) {
      if (!(fault instanceof Stale)) throw fault;
      // One too many, unless it was counted by a try whose answer was lost.
      return again && doesWait(service.ledger, now, nonce);
    }
  });
  if (!admitted) return refuse('rate_limited', { retryAfter: (windowEnd(limit, now) - now) / SECOND });
  await way.mailQueue.wake(service.log, requestId);
  return { status: 202, body: { accepted: true } };
}
