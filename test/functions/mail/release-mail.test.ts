import { beforeAll, expect, test } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { freshAddress, openRecoveries, type Recoveries } from '../../support/recoveries.ts';
import { activateOn, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, type TestService } from '../../support/test-service.ts';

describeOnEngines('mails about released seats', (engine) => {
  let service: TestService;
  let recoveries: Recoveries;

  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
    recoveries = await openRecoveries(service);
  });

  const sendAll = () => recoveries.sendAll();

  test('R4.3 the owner is mailed which device was removed', async () => {
    const email = freshAddress();
    const { code } = await storeLicense(service, { details: { customer: { email } } });
    const { seatId } = await activateOn(service, code, 'Reception');
    service.clock.advance(24 * 3600);
    expect((await service.ask('seats', 'POST /v1/seats/release', { body: { code, seatId } })).statusCode).toBe(200);
    const [mail, ...others] = await sendAll();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: email, subject: 'A device was removed from your license: Office for a year' });
    expect(mail?.text).toContain('Reception (windows)');
    expect(mail?.text).toMatch(/another device from November \d+, 2026 at \d\d:\d\d UTC on\./);
    expect(mail?.text).toContain(`*****-*****-*****-${code.slice(-5)}`);
  });

  test('R4.3 also when the seat is freed by an activation that needs it, and when that one has to wait for it', async () => {
    for (const holdSeatUntilLeaseEnds of [false, true]) {
      const email = freshAddress();
      const { code } = await storeLicense(service, {
        plan: {
          id: `one-seat-${String(holdSeatUntilLeaseEnds)}`,
          seats: { desktop: 1 },
          lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds },
          selfService: { releasesPerYear: 3, cooldownHours: 0 },
        },
        details: { customer: { email } },
      });
      const { seatId } = await activateOn(service, code, `Old desk ${email}`);
      const device = { fingerprint: `new desk ${email}`, platform: 'windows' };
      const body = { code, product: 'office-pc', device, releaseSeat: seatId };
      const answer = await service.ask('activate', 'POST /v1/activations', { body });
      expect(answer.json.code).toBe(holdSeatUntilLeaseEnds ? 'seat_limit_reached' : undefined);
      const [mail, ...others] = await sendAll();
      expect(others).toEqual([]);
      expect(mail?.to).toBe(email);
      expect(mail?.text).toContain(`Old desk ${email} (windows)`);
      // Held until the lease of its device ends, a day later.
      expect(mail?.text).toContain(`from November ${holdSeatUntilLeaseEnds ? 26 : 25}, 2026 at 11:00 UTC on`);
    }
  });

  test('there is none where the order has no address', async () => {
    const { code } = await storeLicense(service);
    const { seatId } = await activateOn(service, code, 'No address');
    service.clock.advance(24 * 3600);
    expect((await service.ask('seats', 'POST /v1/seats/release', { body: { code, seatId } })).statusCode).toBe(200);
    expect(await sendAll()).toEqual([]);
  });
});
