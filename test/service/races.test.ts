import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { activate, offerPlan, sellCode, sellCodes, stockShop } from '../support/shop.ts';

const TIMES = 20;

describeOnEngines('races over HTTP', (engine) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService(engine);
    await stockShop(service);
    await offerPlan(service, 'five-seats');
    await offerPlan(service, 'trial', { kind: 'trial', seats: { desktop: 1 }, term: { days: 30 } });
    await offerPlan(service, 'renewal', { renewal: { withoutPreviousDays: 270 } });
  });

  afterAll(() => service.stop());

  it(`R3.4 R4.2 lets exactly 5 of 200 devices in on 5 seats, ${TIMES} times`, { timeout: 600_000 }, async () => {
    for (const { code, licenseId } of await sellCodes(service, 'five-seats', TIMES)) {
      const devices = Array.from({ length: 200 }, (_, number) => `${licenseId}-${number}`);
      const answers = await Promise.all(devices.map((name) => activate(service, code, name)));
      const refused = answers.filter(({ status }) => status === 409);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
      expect(refused).toHaveLength(195);
      expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['seat_limit_reached']));
      for (const { body } of refused) expect(body).toMatchObject({ class: 'desktop', limit: 5, used: 5 });
      expect(refused.at(-1)?.body.seats).toHaveLength(5);
      const license = await service.operate('GET', `/v1/licenses/${licenseId}`);
      const seats = await service.operate('GET', `/v1/licenses/${licenseId}/seats`);
      expect(license.body.seats.desktop).toEqual({ limit: 5, used: 5 });
      expect(seats.body.items).toHaveLength(5);
    }
  });

  it('R3.2 R3.6 gives one activation to 50 requests of one device', { timeout: 300_000 }, async () => {
    for (const { code } of await sellCodes(service, 'five-seats', TIMES)) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => activate(service, code, 'the-one')));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
      const alike = answers.map(({ body }) => {
        const { created: _c, lease: _l, refreshAfter: _r, serverTime: _s, ...rest } = body;
        return JSON.stringify(rest);
      });
      expect(new Set(alike).size).toBe(1);
      // The device is free again for the next code.
      const { activationId } = answers[0]?.body ?? {};
      await service.post('/v1/deactivations', { activationId, device: { fingerprint: 'fingerprint-of-the-one' } });
    }
  });

  it('R2.2 gives one start to two first activations that race, 100 times', { timeout: 300_000 }, async () => {
    for (const { code, licenseId } of await sellCodes(service, 'five-seats', 100)) {
      const pair = await Promise.all([
        activate(service, code, `a-${licenseId}`),
        activate(service, code, `b-${licenseId}`),
      ]);
      expect(pair.map(({ status }) => status)).toEqual([201, 201]);
      expect(new Set(pair.map(({ body }) => body.license.startedAt)).size).toBe(1);
    }
  });

  it('R5.3 lets one of ten trial codes win a device', { timeout: 120_000 }, async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const codes = await sellCodes(service, 'trial', 10);
      const answers = await Promise.all(codes.map(({ code }) => activate(service, code, `trial-${time}`)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      const refusals = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
      expect(new Set(refusals)).toEqual(new Set(['trial_already_active']));
    }
  });

  it('R7.4 lets one of ten renewals be funded by one previous code', { timeout: 120_000 }, async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const previous = await sellCode(service, 'five-seats');
      await activate(service, previous.code, `owner-${time}`);
      const renewals = await sellCodes(service, 'renewal', 10);
      const answers = await Promise.all(
        renewals.map(({ code }, number) =>
          activate(service, code, `renewed-${time}-${number}`, { previousCode: previous.code }),
        ),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      for (const { body } of answers.filter(({ status }) => status !== 201)) {
        expect(body).toMatchObject({ code: 'renewal_previous_rejected', reason: 'already_used' });
      }
    }
  });

  it('R9.3 leaves no valid verdict after a revocation that raced 100 activations', { timeout: 120_000 }, async () => {
    await offerPlan(service, 'many-seats', { seats: { desktop: 1000 } });
    for (const plan of ['five-seats', 'many-seats']) {
      const { code, licenseId } = await sellCode(service, plan, {
        seats: { desktop: plan === 'five-seats' ? 100 : 1000 },
      });
      const racing = Array.from({ length: 100 }, (_, number) => activate(service, code, `${licenseId}-${number}`));
      const revoked = service.operate('POST', `/v1/licenses/${licenseId}/revoke`, { reason: 'chargeback' });
      const answers = await Promise.all(racing);
      expect((await revoked).status).toBe(200);
      const admitted = answers.filter(({ status }) => status === 201);
      const verdicts = await Promise.all(
        admitted.map(({ body }) =>
          service.post('/v1/validations', {
            activationId: body.activationId,
            device: { fingerprint: `fingerprint-of-${licenseId}-${answers.findIndex((one) => one.body === body)}` },
          }),
        ),
      );
      for (const { body } of verdicts) expect(body).toMatchObject({ valid: false, verdict: 'REVOKED' });
    }
  });
});
