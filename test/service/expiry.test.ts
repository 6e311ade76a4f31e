import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { activate, aDevice, offerPlan, sellCode, stockShop, validate } from '../support/shop.ts';

const DAY = 86_400;

describe('expiry over HTTP', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService(anyEngine());
    await stockShop(service);
    await offerPlan(service, 'commercial');
    await offerPlan(service, 'trial', { kind: 'trial', term: { days: 30 } });
    await service.call('PUT', '/_local/clock', { now: '2026-11-24T11:00:00.000Z' });
  });

  afterAll(() => service.stop());

  it('R8.1 R8.2 R8.3 R2.6 gives the modes after the end without a sweep, and the events once with it', async () => {
    const sold = await Promise.all(['commercial', 'commercial', 'trial'].map((plan) => sellCode(service, plan)));
    const devices = [aDevice('seven', '6.1'), aDevice('ten', '10.0'), aDevice('trial', '6.1')];
    const ids: string[] = [];
    for (const [at, device] of devices.entries()) {
      const answer = await service.post('/v1/activations', { code: sold[at]?.code, product: 'office-pc', device });
      expect(answer).toMatchObject({ status: 201, body: { mode: 'full', role: 'active' } });
      ids.push(answer.body.activationId);
    }
    await service.advance(365 * DAY);
    const [seven, ten, trial] = await Promise.all(
      ['seven', 'ten', 'trial'].map((name, at) => validate(service, ids[at] ?? '', name)),
    );
    expect(seven?.body).toMatchObject({
      valid: false,
      verdict: 'EXPIRED',
      mode: 'limited',
      components: {
        'anti-malware': 'frozen',
        firewall: 'on',
        'parental-control': 'off',
        'safe-payments': 'off',
        updates: 'off',
      },
      license: { state: 'expired', daysLeft: 0 },
    });
    expect(seven?.body.lease).toMatch(/^[^.]+\.[^.]+\.[^.]+$/);
    expect(ten?.body).toMatchObject({ verdict: 'EXPIRED', mode: 'off', lease: null });
    expect(trial?.body).toMatchObject({ verdict: 'TRIAL_EXPIRED', mode: 'off', lease: null });

    const first = await service.sweep();
    expect(first.body).toMatchObject({ remaining: 0, byKind: { 'license.expired': 3 } });
    expect((await service.sweep()).body).toMatchObject({ changed: 0, remaining: 0, byKind: {} });
    const { body } = await service.call('GET', '/_local/outbox');
    for (const { licenseId } of sold) {
      const ended = body.events.filter((event: { licenseId: string; type: string }) => {
        return event.licenseId === licenseId && event.type === 'license.expired';
      });
      expect(ended).toHaveLength(1);
    }
    const again = await validate(service, ids[0] ?? '', 'seven');
    expect(again.body).toMatchObject({ verdict: 'EXPIRED', mode: 'limited' });
  });

  it('R13.5 emits every warning of an outage with the instant at which it was due', async () => {
    const { code, licenseId } = await sellCode(service, 'commercial');
    const { body } = await activate(service, code, 'warned');
    await service.advance(400 * DAY);
    await service.sweep();
    const outbox = await service.call('GET', '/_local/outbox');
    const warnings = outbox.body.events
      .filter(
        (event: { licenseId: string; type: string }) =>
          event.licenseId === licenseId && event.type === 'license.expiring',
      )
      .map(({ dueAt }: { dueAt: string }) => dueAt);
    const end = Date.parse(body.license.expiresAt);
    expect(warnings).toEqual([14, 7, 3, 1].map((days) => new Date(end - days * DAY * 1000).toISOString()));
  });
});
