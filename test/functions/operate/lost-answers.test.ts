import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import { anyEngine } from '../../support/engines.ts';
import type { Answered } from '../../support/http-event.ts';
import { PlannedFault } from '../../support/planned-fault.ts';
import { activateOn, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

const FAULTS = ['failed after', 'timed out', 'conflict', 'failed before'] as const;

/** Requests without an idempotency key: whoever sent them once must not find them done twice, or done and denied. */
describe('a transaction whose answer is lost', () => {
  let service: TestService;
  let plan: PlannedFault;

  beforeAll(async () => {
    service = await openTestService(anyEngine());
    await storeProducts(service);
    // The key has been used today.
    await operate((await storeLicense(service)).id, 'block');
    plan = new PlannedFault(service.service.ledger.client);
  });

  /** Sends a request whose own transaction, the only write of it, meets a fault. */
  async function disturbed(fault: (typeof FAULTS)[number], calls: number, send: () => Promise<Answered>) {
    plan.begin(calls, fault);
    const answer = await send();
    expect(plan.commands[calls - 1]).toBe('TransactWriteItemsCommand');
    await plan.end();
    return answer;
  }

  const operate = (id: string, action: string, more: object = {}) =>
    service.operate('operate', `POST /v1/licenses/{id}/${action}`, { path: { id }, body: { reason: 'x', ...more } });
  const typesOf = async (id: string) => {
    const { json } = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    expect(json.verified).toBe(true);
    return (json.items as { type: string }[]).map(({ type }) => type);
  };

  test.for(FAULTS)('R7.5 extends once: %s', async (fault) => {
    const { id } = await storeLicense(service, { license: { startedAt: START, term: 30 * DAY } });
    const answer = await disturbed(fault, 3, () => operate(id, 'extend', { days: 10 }));
    expect(answer.json.expiresAt).toBe(new Date(START + 40 * DAY).toISOString());
    expect(await typesOf(id)).toEqual(['license.extended']);
  });

  test.for(FAULTS)('R12.2 rotates once, and the code that is shown works: %s', async (fault) => {
    const { id } = await storeLicense(service);
    const answer = await disturbed(fault, 3, () => operate(id, 'rotate-code'));
    expect((await activateOn(service, String(answer.json.code), `device ${id}`)).created).toBe(true);
    expect(answer.json.codeHint).toBe(`*****-*****-*****-${String(answer.json.code).slice(-5)}`);
    expect(await typesOf(id)).toEqual(['code.rotated', 'license.activated']);
  });

  test.for(FAULTS)('R4.3 frees a seat once and says so: %s', async (fault) => {
    const { id, code } = await storeLicense(service);
    const { seatId } = await activateOn(service, code, `device ${id}`);
    const path = { id, seatId: String(seatId) };
    const free = () => service.operate('operate', 'DELETE /v1/licenses/{id}/seats/{seatId}', { path });
    expect((await disturbed(fault, 5, free)).json).toMatchObject({ released: true });
    expect(await typesOf(id)).toEqual(['license.activated', 'seat.freed']);
  });

  test.for(FAULTS)('R12.2 a recovery shows the code that it made: %s', async (fault) => {
    const email = `${fault.replace(' ', '-')}@example.com`;
    const { id } = await storeLicense(service, { details: { customer: { email } } });
    await service.ask('recover', 'POST /v1/recoveries', { body: { email } });
    const { sendWaitingMails } = await import('../../../functions/mail/send.ts');
    let token = '';
    await sendWaitingMails(service.service, async ({ text }) => {
      token = /#recover=([\w-]+)$/m.exec(text)?.[1] ?? '';
    });
    const confirm = () => service.ask('recover', 'POST /v1/recoveries/confirm', { body: { token } });
    const answer = await disturbed(fault, 3, confirm);
    expect(answer.statusCode).toBe(200);
    expect((await activateOn(service, String(answer.json.code), `device ${id}`)).created).toBe(true);
    expect((await confirm()).json.code).toBe('recovery_token_invalid');
    expect(await typesOf(id)).toEqual(['recovery.requested', 'code.rotated', 'license.activated']);
  });

  test.for(FAULTS)('R12.3 a recovery is counted and waits once: %s', async (fault) => {
    service.clock.advance(3600);
    const ask = (email: string) => service.ask('recover', 'POST /v1/recoveries', { body: { email } });
    expect((await disturbed(fault, 1, () => ask('ada@example.com'))).statusCode).toBe(202);
    for (let time = 1; time < 60; time += 1) expect((await ask('ada@example.com')).statusCode).toBe(202);
    expect((await ask('ada@example.com')).statusCode).toBe(429);
  });
});
