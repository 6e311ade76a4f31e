import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Mail } from '../../../functions/runtime/mailer.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { freshAddress, openRecoveries, type Recoveries, tokensIn } from '../../support/recoveries.ts';
import { storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, type TestService } from '../../support/test-service.ts';

describeOnEngines('recovery mails that are sent more than once', (engine) => {
  let service: TestService;
  let recoveries: Recoveries;

  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
    recoveries = await openRecoveries(service);
  });

  // Every test has windows of its own, in which nobody has asked before.
  beforeEach(() => service.clock.advance(24 * 3600));

  const request = (body: object) => recoveries.request(body);
  const confirm = (token: string) => recoveries.confirm(token);
  const send = (deliver: (mail: Mail) => Promise<void>) => recoveries.send(deliver);
  const sendAll = () => recoveries.sendAll();

  test('R12.2 a mail that is sent twice has the same token, which is good once and for an hour after the last', async () => {
    const email = freshAddress();
    const { id } = await storeLicense(service, { details: { customer: { email } } });
    await request({ email });
    const sent: Mail[] = [];
    await send(async (mail) => {
      sent.push(mail);
      throw new Error('sent, but not heard of');
    });
    service.clock.advance(3 * 3600);
    const [token = ''] = tokensIn(sent[0]);
    expect((await confirm(token)).statusCode).toBe(410);
    const [again] = await sendAll();
    expect(again).toEqual(sent[0]);
    expect((await confirm(token)).statusCode).toBe(200);
    const events = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    expect((events.json.items as { type: string }[]).map(({ type }) => type)).toEqual([
      'recovery.requested',
      'code.rotated',
    ]);
  });

  test('R12.2 a token that was spent is not made good again by a second copy of its mail', async () => {
    const email = freshAddress();
    await storeLicense(service, { details: { customer: { email } } });
    await request({ email });
    let token = '';
    await send(async (mail) => {
      [token = ''] = tokensIn(mail);
      expect((await confirm(token)).statusCode).toBe(200);
      throw new Error('sent, but not heard of');
    });
    expect(await sendAll()).toHaveLength(1);
    expect((await confirm(token)).statusCode).toBe(410);
  });

  test('two senders at once send a mail once', async () => {
    const email = freshAddress();
    await storeLicense(service, { details: { customer: { email } } });
    await request({ email });
    const sent = await Promise.all([sendAll(), sendAll(), sendAll()]);
    expect(sent.flat()).toHaveLength(1);
  });

  test('R12.3 a mail that cannot leave is tried again and counts once for its address', async () => {
    const email = freshAddress();
    await storeLicense(service, { details: { customer: { email } } });
    await request({ email });
    for (let time = 0; time < 7; time += 1) {
      const report = await send(async () => {
        throw new Error('throttled');
      });
      expect(report).toEqual({ sent: 0, waiting: 1 });
    }
    expect(await sendAll()).toHaveLength(1);
  });
});
