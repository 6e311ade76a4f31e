import { AwsRefusal, callAws } from './aws-call.ts';
import { readEnvironment } from './environment.ts';

/** A mail as it leaves. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mails. */
export interface Mailer {
  /** @throws MailRefused for one that can never leave, anything else for one that may later */
  readonly send: (mail: Mail) => Promise<void>;
}

/** A mail that would be refused again: its address is none, or the sender may not send. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** What SES says of a mail that it shall never take, however often it is asked. */
const FOR_GOOD = new Set(['MessageRejected', 'InvalidParameterValue', 'ValidationError']);

/** Opens the mailer of a deployed stage: SES, by its query protocol. @throws EnvironmentError without a sender */
export function openMailer(variables: Readonly<Record<string, string | undefined>>): Mailer {
  const { mailFrom, region } = readEnvironment(variables, ['mailFrom', 'region']);
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return {
    send: async (mail) => {
      try {
        await callAws({ service: 'email', region, headers, body: writeMail(mailFrom, mail) });
      } catch (fault) {
        if (fault instanceof AwsRefusal && FOR_GOOD.has(fault.kind)) {
          throw new MailRefused(`SES: ${fault.kind}`, { cause: fault });
        }
        throw fault;
      }
    },
  };
}

/** The body of a call of SES's `SendEmail`. */
export function writeMail(from: string, { to, subject, text }: Mail): string {
  return new URLSearchParams({
    Action: 'SendEmail',
    Version: '2010-12-01',
    Source: from,
    'Destination.ToAddresses.member.1': to,
    'Message.Subject.Data': subject,
    'Message.Subject.Charset': 'UTF-8',
    'Message.Body.Text.Data': text,
    'Message.Body.Text.Charset': 'UTF-8',
  }).toString();
}
