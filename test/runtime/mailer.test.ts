import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../functions/runtime/log.ts';
import { openMailQueue } from '../../functions/runtime/mail-queue.ts';
import { MailRefused, openMailer } from '../../functions/runtime/mailer.ts';
import { ServiceCallFailed } from '../../functions/runtime/service-call.ts';
import { type ServiceReply, StandInService } from '../support/stand-in-service.ts';

const MAIL = { to: 'ada@example.com', subject: 'Grüße', text: 'a=b&c\nü' };

describe('mails', () => {
  let service: StandInService;
  let answer: ServiceReply = { status: 200 };
  const lines: string[] = [];
  const log = createLog({ level: 'debug', now: () => 0, write: (line) => lines.push(line) });

  beforeEach(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    lines.length = 0;
    service = await new StandInService(() => answer).start();
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await service.stop();
  });

  const mailer = () =>
    openMailer({ LATCHKEY_MAIL_FROM: 'licenses@example.com', AWS_REGION: 'eu-central-1' }, service.origin);
  const refusal = (kind: string) =>
    `<ErrorResponse><Error><Code>${kind}</Code><Message>${MAIL.to}</Message></Error></ErrorResponse>`;

  test('leave through SES with their sender, address and text as they are', async () => {
    answer = { status: 200, body: '<SendEmailResponse/>' };
    await mailer().send(MAIL);
    const [request] = service.requests;
    expect(request?.headers.authorization).toContain('/eu-central-1/ses/aws4_request');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toMatchObject({
      Action: 'SendEmail',
      Source: 'licenses@example.com',
      'Destination.ToAddresses.member.1': MAIL.to,
      'Message.Subject.Data': MAIL.subject,
      'Message.Body.Text.Data': MAIL.text,
    });
  });

  test('that SES shall never take are refused, others may be sent later; no fault repeats the address', async () => {
    answer = { status: 400, body: refusal('InvalidParameterValue') };
    await expect(mailer().send(MAIL)).rejects.toThrow(MailRefused);
    answer = { status: 400, body: refusal('MessageRejected') };
    const fault = await mailer()
      .send(MAIL)
      .catch((reason: unknown) => reason);
    expect(fault).toBeInstanceOf(ServiceCallFailed);
    expect(String(fault)).not.toContain(MAIL.to);
  });

  test('R12.3 the queue hears the same of every mail, and its silence fails no request', async () => {
    const queue = openMailQueue({
      LATCHKEY_STAGE: 'prod',
      LATCHKEY_MAIL_QUEUE_URL: `${service.origin}/111122223333/mail`,
      AWS_REGION: 'eu-central-1',
    });
    answer = { status: 200, body: { Successful: [{ Id: '0' }] } };
    await queue.wake(log, 'request-1');
    await queue.wake(log, 'request-2');
    const [first, second] = service.requests;
    expect(first?.body).toBe(second?.body);
    expect(lines).toEqual([]);
    answer = { status: 403 };
    await queue.wake(log, 'request-3');
    expect(lines.join()).toContain('mail.not_told');
  });

  test('wait for no queue on this machine; a stage must have one', async () => {
    await openMailQueue({}).wake(log, 'request-1');
    expect(service.requests).toEqual([]);
    expect(() => openMailQueue({ LATCHKEY_STAGE: 'prod' })).toThrow('LATCHKEY_MAIL_QUEUE_URL is missing');
  });
});
