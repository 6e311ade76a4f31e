import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, SECOND } from '../../functions/core/instant.ts';
import { type LeaseFacts, leaseClaims, refreshInstant } from '../../functions/core/lease.ts';

const NOW = Date.parse('2026-11-24T11:00:00.250Z');

const FACTS: LeaseFacts = {
  issuer: 'https://license.example.com',
  license: 'lic_AAAAAAAAAAAAAAAA',
  product: 'office-security-pc',
  activation: 'act_x',
  device: 'hash',
  kind: 'commercial',
  mode: 'full',
  components: { firewall: 'on' },
  plan: 'office-security-1y',
  expiresAt: NOW + 365 * DAY,
  graceUntil: null,
  contentUntil: null,
  entitlements: ['pro'],
  now: NOW,
  hours: 24,
  refreshHours: 12,
  worseAt: NOW + 365 * DAY,
  nonce: null,
  sequence: 7,
};

describe('a lease', () => {
  it('says what the answer says, with instants as whole seconds', () => {
    const seconds = Math.floor(NOW / SECOND);
    expect(leaseClaims(FACTS)).toEqual({
      iss: 'https://license.example.com',
      sub: 'lic_AAAAAAAAAAAAAAAA',
      aud: 'office-security-pc',
      act: 'act_x',
      dev: 'hash',
      kind: 'commercial',
      mode: 'full',
      components: { firewall: 'on' },
      plan: 'office-security-1y',
      licExp: seconds + 365 * 86_400,
      graceUntil: null,
      iat: seconds,
      nbf: seconds,
      exp: seconds + 86_400,
      entitlements: ['pro'],
      contentUntil: null,
      refreshAfter: seconds + 43_200,
      seq: 7,
      nonce: null,
    });
  });

  it('ends where the answer could become worse, and asks to be refreshed there', () => {
    const claims = leaseClaims({ ...FACTS, worseAt: NOW + HOUR });
    expect(claims.exp).toBe(Math.floor((NOW + HOUR) / SECOND));
    expect(claims.refreshAfter).toBe(claims.exp);
  });

  it('never outlives its hours nor a worse answer, whatever the clock says (R2.6)', () => {
    const instants = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(
        instants,
        fc.option(instants),
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 1, max: 9000 }),
        (now, worse, hours, refreshHours) => {
          const worseAt = worse === null ? null : now + worse;
          const claims = leaseClaims({ ...FACTS, now, worseAt, hours, refreshHours });
          expect(claims.exp * SECOND).toBeLessThanOrEqual(worseAt ?? Number.POSITIVE_INFINITY);
          expect(claims.exp * SECOND).toBeLessThanOrEqual(now + hours * HOUR);
          expect(claims.refreshAfter).toBeLessThanOrEqual(claims.exp);
          expect(claims.iat * SECOND).toBeLessThanOrEqual(now);
          expect(claims.nbf).toBe(claims.iat);
          expect(refreshInstant(claims)).toBe(claims.refreshAfter * SECOND);
        },
      ),
    );
  });
});
