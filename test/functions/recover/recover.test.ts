import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { HOUR, SECOND } from '../../../functions/core/instant.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { Meter } from '../../support/meter.ts';
import { freshAddress, openRecoveries, type Recoveries, tokensIn } from '../../support/recoveries.ts';
import { aFlag } from '../../support/states.ts';
import { activateOn, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { ISSUER, openTestService, START, type TestService } from '../../support/test-service.ts';

describeOnEngines('lost codes', (engine) => {
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
  const sendAll = () => recoveries.sendAll();
  const tokenFor = async (email: string): Promise<string> => {
    await request({ email });
    return tokensIn((await sendAll())[0])[0] ?? '';
  };

  test('R12.1 the answer is always the same 202, and only an address on an order is mailed', async () => {
    const email = freshAddress();
    await storeLicense(service, { details: { customer: { email: email.toUpperCase() } } });
    const [known, unknown] = [await request({ email }), await request({ email: freshAddress() })];
    expect([known.statusCode, known.json]).toEqual([202, { accepted: true }]);
    expect([unknown.statusCode, unknown.json]).toEqual([202, { accepted: true }]);
    const mails = await sendAll();
    expect(mails.map(({ to }) => to)).toEqual([email.toUpperCase()]);
    expect(await sendAll()).toEqual([]);
  });

  test('R12.1 asking costs the same, whatever there is behind the address', async () => {
    const email = freshAddress();
    for (let at = 0; at < 3; at += 1) await storeLicense(service, { details: { customer: { email } } });
    const meter = new Meter(service.service.ledger.client);
    const known = await meter.measure(() => request({ email }));
    const unknown = await meter.measure(() => request({ email: freshAddress() }));
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ trips: 1, requests: 1, readUnits: 0 });
    await sendAll();
  });

  test('R12.1 with an order number only the licenses of that order are named', async () => {
    const email = freshAddress();
    const customer = { email };
    const wanted = await storeLicense(service, { details: { customer, orderId: 'order-1' } });
    const hint = `*****-*****-*****-${wanted.code.slice(-5)}`;
    await storeLicense(service, { details: { customer, orderId: 'order-2' } });
    await storeLicense(service, { details: { customer: { email: freshAddress() }, orderId: 'order-1' } });
    await request({ email, orderId: 'order-1' });
    const [mail, ...others] = await sendAll();
    expect(others).toEqual([]);
    expect(mail?.to).toBe(email);
    expect(mail?.text).toContain(`Office for a year, code ${hint}:\n${ISSUER}/portal#recover=`);
    expect(tokensIn(mail)).toHaveLength(1);
  });

  test('R12.2 confirming rotates and shows the new code once; active devices go on', async () => {
    const email = freshAddress();
    const { id, code } = await storeLicense(service, { details: { customer: { email } } });
    await activateOn(service, code, 'device');
    const token = await tokenFor(email);
    expect((await activateOn(service, code, 'another')).created).toBe(true);
    const confirmed = await confirm(token);
    expect([confirmed.statusCode, (confirmed.json.license as { id: string }).id]).toEqual([200, id]);
    expect((await activateOn(service, code, 'device')).created).toBe(false);
    const body = { code };
    expect((await service.ask('seats', 'POST /v1/seats', { body })).json.code).toBe('code_rotated');
    expect((await activateOn(service, String(confirmed.json.code), 'third')).created).toBe(true);
    expect(await confirm(token)).toMatchObject({ statusCode: 410, json: { code: 'recovery_token_invalid' } });
  });

  test('R12.2 of confirmations of one token that race exactly one wins', async () => {
    const email = freshAddress();
    const { id } = await storeLicense(service, { details: { customer: { email } } });
    const token = await tokenFor(email);
    const answers = await Promise.all(Array.from({ length: 6 }, () => confirm(token)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 410, 410, 410, 410, 410]);
    expect((await service.service.licenses.readWhole(id, true))?.license.codeVersion).toBe(2);
  });

  test('R12.2 a token is good for an hour', async () => {
    const email = freshAddress();
    await storeLicense(service, { details: { customer: { email } } });
    const [late, inTime] = [await tokenFor(email), await tokenFor(email)];
    service.clock.advance((HOUR - 1) / SECOND);
    expect((await confirm(inTime)).statusCode).toBe(200);
    service.clock.advance(1 / SECOND);
    expect((await confirm(late)).statusCode).toBe(410);
  });

  test('a token is for the code that the license had: after a rotation it is spent', async () => {
    const email = freshAddress();
    const { id } = await storeLicense(service, { details: { customer: { email } } });
    const token = await tokenFor(email);
    const path = { id };
    await service.operate('operate', 'POST /v1/licenses/{id}/rotate-code', { path, body: { reason: 'by phone' } });
    expect((await confirm(token)).statusCode).toBe(410);
  });

  test('a revoked license has no use for a code', async () => {
    const email = freshAddress();
    await storeLicense(service, { details: { customer: { email } }, license: { revoked: aFlag(START) } });
    const { id } = await storeLicense(service, { details: { customer: { email } } });
    await request({ email });
    const [token = '', ...more] = tokensIn((await sendAll())[0]);
    expect(more).toEqual([]);
    await service.operate('operate', 'POST /v1/licenses/{id}/revoke', { path: { id }, body: { reason: 'fraud' } });
    expect((await confirm(token)).statusCode).toBe(410);
  });

  test('R12.3 over the limit of an address still 202, but no more mail', async () => {
    const email = freshAddress();
    await storeLicense(service, { details: { customer: { email } } });
    for (let time = 0; time < 8; time += 1) expect((await request({ email })).statusCode).toBe(202);
    expect(await sendAll()).toHaveLength(5);
    service.clock.advance(3600);
    expect((await request({ email })).statusCode).toBe(202);
    expect(await sendAll()).toHaveLength(1);
  });

  test('R12.3 over the limit of a source 429 with Retry-After, also when the requests race', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => request({ email: freshAddress() })));
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(60);
    expect(refused).toHaveLength(20);
    const wait = Number(refused[0]?.headers?.['retry-after']);
    expect(refused[0]?.json.code).toBe('rate_limited');
    service.clock.advance(wait);
    expect((await request({ email: freshAddress() })).statusCode).toBe(202);
    await sendAll();
  });

  test('R12.3 it is audited, and no address or token stands readable in what recovery writes or logs', async () => {
    const email = freshAddress();
    const { id } = await storeLicense(service, { details: { customer: { email } } });
    const token = await tokenFor(email);
    const events = await service.operate('licenses', 'GET /v1/licenses/{id}/events', { path: { id } });
    expect(events.json).toMatchObject({ verified: true, items: [{ type: 'recovery.requested', actor: 'owner' }] });
    const { client, table } = service.service.ledger;
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
    const beside = JSON.stringify(Items.filter(({ sk }) => sk?.S !== 'M'));
    for (const text of [email, token]) {
      expect(beside).not.toContain(text);
      expect(service.logged.join('\n')).not.toContain(text);
    }
  });
});
