import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { newNonce, systemRandom } from '../../../functions/runtime/random.ts';
import { mailWrite, readWaitingMails, takeMail } from '../../../functions/store/mail-outbox.ts';
import { transact } from '../../../functions/store/transaction.ts';
import { anyEngine } from '../../support/engines.ts';
import { storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

const event = { Records: [{ messageId: 'message-1' }, { messageId: 'message-2' }] } as SQSEvent;

describe('the mail function', () => {
  let service: TestService;
  let handle: (event: SQSEvent) => Promise<SQSBatchResponse>;

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
    vi.stubEnv('LATCHKEY_MAIL_FROM', 'licenses@example.com');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    // Without credentials no mail leaves this machine: every try to send one fails.
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const module = await import('../../../functions/mail/handler.ts');
    handle = module.handler;
  });

  afterAll(() => vi.unstubAllEnvs());

  const wait = async () => {
    const { id: license } = await storeLicense(service, { details: { customer: { email: 'ada@example.com' } } });
    const job = { kind: 'seat_released', license, deviceName: null, platform: 'windows', seatFreeAt: START } as const;
    await transact(service.service.ledger, [mailWrite(job, { now: START, requestId: 'r' }, newNonce(systemRandom))]);
  };

  test('takes every message when nothing waits', async () => {
    expect(await handle(event)).toEqual({ batchItemFailures: [] });
  });

  test('lets all messages come again while a mail could not leave, and keeps the mail', async () => {
    await wait();
    const failed = [{ itemIdentifier: 'message-1' }, { itemIdentifier: 'message-2' }];
    expect(await handle(event)).toEqual({ batchItemFailures: failed });
    expect(await readWaitingMails(service.service.ledger, 10)).toHaveLength(1);
    expect(service.logged.join('\n')).toContain('"event":"mail.failed"');
    expect(service.logged.join('\n')).not.toContain('ada@example.com');
  });

  test('a mail that fails keeps none behind it waiting, and is given up after a day', async () => {
    service.clock.freezeAt(START);
    const { sendWaitingMails } = await import('../../../functions/mail/send.ts');
    for (let mail = 0; mail < 60; mail += 1) await wait();
    let tried = 0;
    const failing = async () => {
      tried += 1;
      if (tried <= 30) throw new Error('not now');
    };
    expect(await sendWaitingMails(service.service, failing)).toEqual({ sent: 31, waiting: 30 });
    tried = 0;
    service.clock.freezeAt(START + DAY + 1);
    expect(await sendWaitingMails(service.service, failing)).toEqual({ sent: 0, waiting: 0 });
    expect(await readWaitingMails(service.service.ledger, 100)).toEqual([]);
    service.clock.freezeAt(START);
    await wait();
  });

  test('a mail whose sender has died is taken again after a minute, not before', async () => {
    const { ledger } = service.service;
    const [key] = await readWaitingMails(ledger, 1);
    if (key === undefined) throw new Error('no mail waits');
    expect(await takeMail(ledger, key, START)).not.toBeNull();
    expect(await takeMail(ledger, key, START + 59_999)).toBeNull();
    expect(await takeMail(ledger, key, START + 60_000)).not.toBeNull();
  });
});
