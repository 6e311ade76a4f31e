import { readEnvironment } from './environment.ts';
import { callService, endpointOf, ServiceCallFailed } from './service-call.ts';

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

/** A mail that would be refused again: its address is none. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** What SES says of an address that it shall never take, however often it is asked. */
const FOR_GOOD = new Set(['InvalidParameterValue', 'ValidationError']);

/**
 * Opens the mailer of a deployed stage: SES, by its query protocol.
 * @param origin another address of SES, in tests
 * @throws EnvironmentError without a sender
 */
export function openMailer(variables: Readonly<Record<string, string | undefined>>, origin?: string): Mailer {
  const { mailFrom, region } = readEnvironment(variables, ['mailFrom', 'region']);
  return {
    send: async (mail) => {
      const { status, text } = await callService({
        origin: origin ?? endpointOf('email', region),
        region,
        service: 'ses',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: writeMail(mailFrom, mail),
      });
      if (status === 200) return;
      // Nothing but the kind is kept: the message repeats the address.
      const kind = /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? String(status);
      throw FOR_GOOD.has(kind) ? new MailRefused(`ses: ${kind}`) : new ServiceCallFailed(`ses: ${kind}`);
    },
  };
}

/** The body of a call of SES's `SendEmail`. */
function writeMail(from: string, { to, subject, text }: Mail): string {
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
