import type { Mail } from '../runtime/mailer.ts';
import type { Service } from '../service.ts';
import type { MailJob } from '../store/mail-outbox.ts';

/** `November 24, 2026 at 11:00`: for people, of whom nobody knows the time zone. */
const INSTANT = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'long',
  timeStyle: 'short',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** Tells the owner that a seat was released with the code (R4.3); null where the order has no address. */
export async function writeReleaseMail(
  { licenses, issuer }: Service,
  job: Extract<MailJob, { kind: 'seat_released' }>,
): Promise<Mail | null> {
  const whole = await licenses.readWhole(job.license, true);
  const to = whole?.details?.customer?.email;
  if (whole === null || to === undefined) return null;
  const { plan, codeHint } = whole.license;
  const device = job.deviceName === null ? job.platform : `${job.deviceName} (${job.platform})`;
  return {
    to,
    subject: `A device was removed from your license: ${plan.name}`,
    text: [
      'A device was removed from your license with its code.',
      '',
      `License: ${plan.name}`,
      `Code:    ${codeHint}`,
      `Device:  ${device}`,
      `Its seat can be used by another device from ${INSTANT.format(job.seatFreeAt)} UTC on.`,
      '',
      'If this was not you, somebody else knows your code. Get a new one here, with the e-mail address of your order:',
      `${issuer}/portal`,
      '',
    ].join('\n'),
  };
}
