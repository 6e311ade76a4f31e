import { randomUUID } from 'node:crypto';
import type { Mail } from '../../functions/runtime/mailer.ts';
import type { Answered } from './http-event.ts';
import type { TestService } from './test-service.ts';

/** What owners and the mail function do about lost codes (R12). */
export interface Recoveries {
  request(body: object): Promise<Answered>;
  confirm(token: string): Promise<Answered>;
  /** Sends what waits, by the way that is given. */
  send(deliver: (mail: Mail) => Promise<void>): Promise<{ readonly sent: number; readonly waiting: number }>;
  /** Sends what waits. @returns the mails, in the order in which they left */
  sendAll(): Promise<readonly Mail[]>;
}

export async function openRecoveries(test: TestService): Promise<Recoveries> {
  const { sendWaitingMails } = await import('../../functions/mail/send.ts');
  return {
    request: (body) => test.ask('recover', 'POST /v1/recoveries', { body }),
    confirm: (token) => test.ask('recover', 'POST /v1/recoveries/confirm', { body: { token } }),
    send: (deliver) => sendWaitingMails(test.service, deliver),
    sendAll: async () => {
      const mails: Mail[] = [];
      await sendWaitingMails(test.service, async (mail) => void mails.push(mail));
      return mails;
    },
  };
}

/** An address that nobody has asked with before. */
export const freshAddress = (): string => `owner-${randomUUID()}@example.com`;

/** The tokens in the links of a mail. */
export function tokensIn(mail: Mail | undefined): readonly string[] {
  return [...(mail?.text.matchAll(/#recover=([\w-]+)$/gm) ?? [])].map(([, token = '']) => token);
}
