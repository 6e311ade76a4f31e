import { DAY } from '../core/instant.ts';
import { describeFault } from '../runtime/log.ts';
import { type Mail, MailRefused } from '../runtime/mailer.ts';
import type { Service } from '../service.ts';
import type { Key } from '../store/keys.ts';
import { dropMail, readWaitingMails, returnMail, takeMail, type WaitingMail } from '../store/mail-outbox.ts';
import { writeRecoveryMail } from './recovery-mail.ts';
import { writeReleaseMail } from './release-mail.ts';

/** What came of a look at the mails that wait. */
export interface MailReport {
  readonly sent: number;
  /** How many still wait: they failed, or another process has them. */
  readonly waiting: number;
}

const AT_A_TIME = 25;

/** Time after which no more mails are begun, in milliseconds; the function has 30 s. */
const BUDGET = 10_000;

/** A mail that could not be sent for a day is of no use any more, in milliseconds. */
const MAX_AGE = DAY;

/**
 * Sends every mail that waits, the oldest first, each at least once; one that fails keeps none behind it waiting. The mail
 * function does so in the cloud, the local service on this machine.
 * @param deliver sends one mail on its way
 */
export async function sendWaitingMails(service: Service, deliver: (mail: Mail) => Promise<void>): Promise<MailReport> {
  const begun = performance.now();
  let [sent, waiting] = [0, 0];
  let after: Key | null = null;
  for (;;) {
    const keys: readonly Key[] = await readWaitingMails(service.ledger, AT_A_TIME, after);
    for (const [at, key] of keys.entries()) {
      if (performance.now() - begun > BUDGET) return { sent, waiting: waiting + keys.length - at };
      const outcome = await sendOne(service, deliver, key);
      if (outcome === 'waiting') waiting += 1;
      if (outcome === 'sent') sent += 1;
    }
    after = keys.at(-1) ?? null;
    if (keys.length < AT_A_TIME) return { sent, waiting };
  }
}

async function sendOne(
  service: Service,
  deliver: (mail: Mail) => Promise<void>,
  key: Key,
): Promise<'sent' | 'dropped' | 'waiting'> {
  const { ledger, log } = service;
  const waiting = await takeMail(ledger, key, service.clock());
  if (waiting === null) return 'waiting';
  const { requestId } = waiting;
  try {
    const mail = await writeMail(service, waiting);
    if (mail !== null) await deliver(mail);
    await dropMail(ledger, waiting);
    if (mail === null) return 'dropped';
    log('mail.sent', { requestId });
    return 'sent';
  } catch (fault) {
    if (fault instanceof MailRefused || service.clock() - waiting.at > MAX_AGE) {
      log('mail.dropped', { requestId, ...describeFault(fault) });
      await dropMail(ledger, waiting);
      return 'dropped';
    }
    log('mail.failed', { requestId, ...describeFault(fault) });
    await returnMail(ledger, waiting);
    return 'waiting';
  }
}

/** The mail, or null where there is nothing to write or nobody to write to. */
function writeMail(service: Service, waiting: WaitingMail): Promise<Mail | null> {
  const { job } = waiting;
  return job.kind === 'recovery' ? writeRecoveryMail(service, waiting, job) : writeReleaseMail(service, job);
}
