import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createClient, type Status } from '../../functions/client/client.ts';
import { waitFor } from '../../functions/client/refresh.ts';
import { START } from '../vectors/lease-vectors.ts';
import { activation, CODE, serve, validation } from './answers.ts';
import { createSurroundings, json } from './fake-service.ts';
import { useFakeTime } from './fake-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STATUS: Status = {
  run: 'full',
  reason: 'licensed',
  goOnline: false,
  refresh: false,
  until: START + 14 * DAY,
  components: {},
  entitlements: [],
  verdict: null,
  remedy: null,
  leaseEndsAt: START + 14 * DAY,
  refreshAt: START + 4 * HOUR,
  now: START,
  license: null,
  reserve: null,
};
const CALM = { count: 0, retryAfterSeconds: null };
const troubled = (count: number, retryAfterSeconds: number | null = null) => ({ count, retryAfterSeconds });

describe('when the client looks again', () => {
  it('at the time of the lease, with up to an hour of jitter', () => {
    expect(waitFor(STATUS, CALM, 0)).toBe(4 * HOUR);
    expect(waitFor(STATUS, CALM, 1)).toBe(5 * HOUR);
  });

  it('never after the lease has ended, nor after time alone has changed the decision', () => {
    expect(waitFor({ ...STATUS, leaseEndsAt: START + 4 * HOUR + 10 * MINUTE }, CALM, 1)).toBe(4 * HOUR + 5 * MINUTE);
    expect(waitFor({ ...STATUS, until: START + HOUR }, CALM, 0)).toBe(HOUR);
    expect(waitFor({ ...STATUS, until: START + 1000 }, troubled(9), 0)).toBe(1000);
  });

  it('after trouble in doubled waits from half a minute to an hour, each by half at random', () => {
    const waits = [1, 2, 3, 7, 8, 60].map((count) => [
      waitFor(STATUS, troubled(count), 0),
      waitFor(STATUS, troubled(count), 1),
    ]);
    expect(waits).toEqual([
      [15_000, 30_000],
      [30_000, 60_000],
      [MINUTE, 2 * MINUTE],
      [16 * MINUTE, 32 * MINUTE],
      [30 * MINUTE, HOUR],
      [30 * MINUTE, HOUR],
    ]);
  });

  it('never before Retry-After', () => {
    expect(waitFor(STATUS, troubled(1, 120), 0)).toBe(120_000);
    expect(waitFor(STATUS, troubled(1, 120), 1)).toBe(135_000);
  });

  it('about hourly after a no, to notice that it is lifted', () => {
    const refused: Status = {
      ...STATUS,
      run: 'off',
      reason: 'refused',
      until: null,
      leaseEndsAt: null,
      refreshAt: null,
    };
    expect([waitFor(refused, CALM, 0), waitFor(refused, CALM, 1)]).toEqual([45 * MINUTE, 75 * MINUTE]);
  });

  it('always within what a timer can hold, and never in a tight loop', () => {
    const instants = fc.option(fc.integer({ min: 0, max: 4e12 }));
    fc.assert(
      fc.property(
        fc.record({
          now: fc.integer({ min: 0, max: 4e12 }),
          until: instants,
          leaseEndsAt: instants,
          refreshAt: instants,
        }),
        fc.nat(5000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (changes, count, random) => {
          const wait = waitFor({ ...STATUS, ...changes }, troubled(count), random);
          expect(wait).toBeGreaterThanOrEqual(1000);
          expect(wait).toBeLessThanOrEqual(6 * HOUR);
        },
      ),
    );
  });
});

describe('refreshing in the background', () => {
  useFakeTime();
  const verify = async () => true;

  function startClient(answers: Parameters<typeof serve>[0]) {
    const { surroundings, options } = createSurroundings(serve({ '/v1/activations': () => activation(), ...answers }));
    const told: string[] = [];
    const client = createClient({
      ...options,
      verify,
      now: () => Date.now(),
      onStatus: ({ reason }) => told.push(reason),
    });
    const validations = () => surroundings.calls.filter(({ path }) => path === '/v1/validations').length;
    return { client, surroundings, told, validations };
  }

  it('asks when the lease says so, backs off while the network is away, and notices a revocation when it is back', async () => {
    const revoked = (body: Record<string, unknown>) => validation(body, { verdict: 'REVOKED', lease: null });
    const { client, surroundings, told, validations } = startClient({ '/v1/validations': revoked });
    const online = surroundings.network;
    await client.start();
    await client.activate(CODE);
    surroundings.network = () => 'unreachable';
    await vi.advanceTimersByTimeAsync(12 * HOUR);
    expect(validations()).toBe(1);
    await vi.advanceTimersByTimeAsync(7 * DAY);
    expect(told).toEqual(['not_activated', 'licensed']);
    // Without jitter the longest back-off is half an hour: 48 a day, and not one in a second.
    expect(validations()).toBeGreaterThan(7 * 47);
    expect(validations()).toBeLessThan(7 * 48 + 10);
    surroundings.network = online;
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(told).toEqual(['not_activated', 'licensed', 'refused']);
    client.stop();
  });

  it('tells the application when the lease ends, though nobody asks', async () => {
    const { client, surroundings, told } = startClient({});
    await client.start();
    await client.activate(CODE);
    surroundings.network = () => 'unreachable';
    await vi.advanceTimersByTimeAsync(14 * DAY + 1000);
    expect(told).toEqual(['not_activated', 'licensed', 'lease_ended']);
    client.stop();
  });

  it('notices that a block was lifted', async () => {
    const verdicts = [{ verdict: 'BLOCKED', lease: null }, {}];
    const { client, told } = startClient({ '/v1/validations': (body) => validation(body, verdicts.shift()) });
    await client.activate(CODE);
    await client.start();
    await vi.advanceTimersByTimeAsync(13 * HOUR);
    expect(told).toEqual(['licensed', 'refused', 'licensed']);
    client.stop();
  });

  it('asks at once on start when a refresh is due, and not before start nor after stop', async () => {
    const { client, validations } = startClient({ '/v1/validations': () => json(503, { code: 'unavailable' }) });
    await client.activate(CODE);
    await vi.advanceTimersByTimeAsync(DAY);
    expect(validations()).toBe(0);
    await client.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(validations()).toBe(1);
    client.stop();
    await vi.advanceTimersByTimeAsync(7 * DAY);
    expect(validations()).toBe(1);
  });

  it('goes on when the store or a callback fails', async () => {
    const { surroundings, options } = createSurroundings(
      serve({ '/v1/activations': () => activation(), '/v1/validations': validation }),
    );
    const store = { ...options.store, isBroken: false };
    const load = () => {
      if (store.isBroken) throw new Error('disk');
      return options.store.load();
    };
    const client = createClient({ ...options, verify, now: () => Date.now(), store: { ...store, load } });
    await client.activate(CODE);
    await client.start();
    store.isBroken = true;
    await vi.advanceTimersByTimeAsync(13 * HOUR);
    await expect(client.status()).rejects.toThrow('disk');
    store.isBroken = false;
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(surroundings.calls.some(({ path }) => path === '/v1/validations')).toBe(true);
    client.stop();
  });
});
