import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatCode } from '../../functions/core/code.ts';
import { anyEngine } from '../support/engines.ts';
import type { Answered } from '../support/http-event.ts';
import { Meter } from '../support/meter.ts';
import { PC } from '../support/states.ts';
import { activateOn, storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, type TestService } from '../support/test-service.ts';
import { readWholeTable } from '../support/whole-table.ts';

const MAX = 5;
const WINDOW_SECONDS = 600;
const ATTACKER = '203.0.113.7';

const unknownCode = () => formatCode(randomBytes(12));
const device = { fingerprint: 'fingerprint-of-a-guesser', platform: 'windows' };

/** Every call that tells whether a code or token exists, asked with an unknown one. */
const GUESSES: Readonly<Record<string, { readonly name: string; readonly route: string; body(): object }>> = {
  activation: {
    name: 'activate',
    route: 'POST /v1/activations',
    body: () => ({ code: unknownCode(), product: PC.id, device }),
  },
  validation: {
    name: 'validate',
    route: 'POST /v1/validations',
    body: () => ({ code: unknownCode(), product: PC.id, device }),
  },
  seats: { name: 'seats', route: 'POST /v1/seats', body: () => ({ code: unknownCode() }) },
  release: {
    name: 'seats',
    route: 'POST /v1/seats/release',
    body: () => ({ code: unknownCode(), seatId: `desktop.${'A'.repeat(22)}` }),
  },
  recovery: {
    name: 'recover',
    route: 'POST /v1/recoveries/confirm',
    body: () => ({ token: randomBytes(32).toString('base64url') }),
  },
};

describe('guessing codes', () => {
  let shop: TestService;
  let meter: Meter;
  let stored: { readonly code: string };

  beforeAll(async () => {
    shop = await openTestService(anyEngine(), { LATCHKEY_FAILURES_PER_WINDOW: String(MAX) });
    await storeProducts(shop);
    stored = await storeLicense(shop);
    await activateOn(shop, stored.code, 'owner');
    meter = new Meter(shop.service.ledger.client);
  });

  // Every test has a window of its own.
  beforeEach(() => shop.clock.advance(2 * WINDOW_SECONDS));

  const ask = (name: string, route: string, body: object, source = ATTACKER): Promise<Answered> =>
    shop.ask(name, route, { body, source });
  const guess = (kind: keyof typeof GUESSES, source?: string): Promise<Answered> => {
    const { name, route, body } = GUESSES[kind] ?? { name: '', route: '', body: () => ({}) };
    return ask(name, route, body(), source);
  };
  const exhaust = async (source?: string): Promise<void> => {
    for (let tries = 0; tries <= MAX; tries += 1) await guess('activation', source);
  };

  it.each(Object.keys(GUESSES))('refuses a source that tried too many unknown ones: %s', async (kind) => {
    for (let tries = 0; tries < MAX; tries += 1) expect((await guess(kind)).statusCode).not.toBe(429);
    const refused = await guess(kind);
    expect(refused.json).toMatchObject({ code: 'rate_limited', retryable: true });
    expect(refused.statusCode).toBe(429);
    const seconds = Number(refused.headers?.['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(WINDOW_SECONDS);
    shop.clock.advance(seconds);
    expect((await guess(kind)).statusCode).not.toBe(429);
  });

  it('counts all of these calls together', async () => {
    for (const kind of Object.keys(GUESSES)) expect((await guess(kind)).statusCode).not.toBe(429);
    expect((await guess('seats')).statusCode).toBe(429);
  });

  it('counts previous codes that are unknown', async () => {
    const { code } = await storeLicense(shop, { plan: { id: 'renewal', renewal: { withoutPreviousDays: 90 } } });
    const body = () => ({ code, product: PC.id, device, previousCode: unknownCode() });
    for (let tries = 0; tries < MAX; tries += 1) {
      const { json } = await ask('activate', 'POST /v1/activations', body());
      expect(json).toMatchObject({ code: 'renewal_previous_rejected', reason: 'unknown' });
    }
    expect((await ask('activate', 'POST /v1/activations', body())).statusCode).toBe(429);
  });

  it('costs nothing once a source is blocked: neither a read nor a write', async () => {
    await exhaust();
    for (const kind of Object.keys(GUESSES)) {
      expect(await meter.measure(() => guess(kind))).toMatchObject({ requests: 0 });
    }
  });

  it('writes nothing more once blocked, in whichever process', async () => {
    await exhaust();
    const counted = async () => (await readWholeTable(shop)).filter(({ pk }) => String(pk).startsWith('X#unknown#'));
    const before = await counted();
    // Another process, which has not heard of the block.
    Reflect.get(shop.service.guesses, 'blocked').clear();
    expect((await guess('seats')).statusCode).toBe(429);
    expect(await counted()).toEqual(before);
    expect(Math.max(...before.map(({ n }) => Number(n)))).toBe(MAX);
  });

  it('keeps no address: the source is a keyed hash, and the item ends by itself', async () => {
    await guess('activation');
    const items = (await readWholeTable(shop)).filter(({ pk }) => String(pk).startsWith('X#unknown#'));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(item.pk).toMatch(/^X#unknown#[\w-]{22}$/);
      const windowEnd = Number(item.sk) / 1000;
      expect(item.ttl).toBeGreaterThan(windowEnd);
      expect(item.ttl).toBeLessThanOrEqual(windowEnd + WINDOW_SECONDS);
      expect(JSON.stringify(item)).not.toContain(ATTACKER);
    }
  });

  it('R1.4 counts no malformed code, which costs nothing', async () => {
    for (let tries = 0; tries < MAX * 3; tries += 1) {
      const { json } = await ask('activate', 'POST /v1/activations', { code: 'AAAAA', product: PC.id, device });
      expect(json.code).toBe('code_malformed');
    }
    expect((await guess('activation')).statusCode).toBe(404);
  });

  it('leaves other sources alone, and the owner of a code that somebody tries', async () => {
    await exhaust();
    expect((await guess('activation')).statusCode).toBe(429);
    expect((await ask('seats', 'POST /v1/seats', { code: stored.code }, '198.51.100.9')).statusCode).toBe(200);
    expect((await guess('activation', '198.51.100.10')).statusCode).toBe(404);
  });

  it('takes the /64 of an IPv6 address for one source', async () => {
    await exhaust('2001:db8:1:2::1');
    expect((await guess('activation', '2001:db8:1:2:ffff::9')).statusCode).toBe(429);
    expect((await guess('activation', '2001:db8:1:3::1')).statusCode).toBe(404);
  });

  it('never refuses an installed product: a validation by its id reads no counter', async () => {
    const { activationId } = await activateOn(shop, stored.code, 'installed');
    await exhaust();
    const body = { activationId, device: { fingerprint: 'installed'.padEnd(16, '.') } };
    const validate = () => ask('validate', 'POST /v1/validations', body);
    expect(await meter.measure(validate)).toMatchObject({ trips: 1, requests: 1 });
    expect((await validate()).json).toMatchObject({ verdict: 'VALID' });
  });

  it('takes as many round trips for an unknown code as for a known one', async () => {
    const known = { code: (await storeLicense(shop)).code, product: PC.id, device };
    const source = '198.51.100.20';
    // What a process reads once in a while has been read.
    await activateOn(shop, (await storeLicense(shop)).code, 'warm');
    const success = await meter.measure(() => ask('activate', 'POST /v1/activations', known, source));
    const failure = await meter.measure(() => guess('activation', source));
    expect(failure.trips).toBe(success.trips);
  });
});
