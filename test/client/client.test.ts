import { describe, expect, it, vi } from 'vitest';
import { createClient, type Status } from '../../functions/client/client.ts';
import { DEVICE, ISSUER, START } from '../vectors/lease-vectors.ts';
import { activation, CODE, serve, validation } from './answers.ts';
import { createSurroundings, json } from './fake-service.ts';

describe('validating and deactivating', () => {
  it('sends a nonce that is never the same', async () => {
    const { surroundings, options } = createSurroundings(
      serve({ '/v1/activations': () => activation(), '/v1/validations': validation }),
    );
    const client = createClient({ ...options, contentDate: () => '2026-11-01T00:00:00.000Z' });
    await client.activate(CODE);
    await client.validate();
    await client.validate();
    const bodies = surroundings.calls.filter(({ path }) => path === '/v1/validations').map(({ body }) => body);
    expect(bodies[0]).toMatchObject({ activationId: 'act_1', device: DEVICE, contentDate: '2026-11-01T00:00:00.000Z' });
    expect(new Set(bodies.map((body) => body?.nonce)).size).toBe(2);
  });

  it('tells the application of each change, with the service’s words for a no', async () => {
    const told: Status[] = [];
    const revoked = (body: Record<string, unknown>) =>
      validation(body, { verdict: 'REVOKED', remedy: 'Ask the shop.', lease: null });
    const { options } = createSurroundings(
      serve({ '/v1/activations': () => activation(), '/v1/validations': revoked }),
    );
    const client = createClient({ ...options, onStatus: (status) => told.push(status) });
    await client.activate(CODE);
    await client.validate();
    await client.validate();
    expect(told.map(({ run, reason, verdict, remedy }) => [run, reason, verdict, remedy])).toEqual([
      ['full', 'licensed', null, null],
      ['off', 'refused', 'REVOKED', 'Ask the shop.'],
    ]);
  });

  it('R6.5 goes on with the license that took over', async () => {
    const { surroundings, options } = createSurroundings(
      serve({
        '/v1/activations': () => activation(),
        '/v1/validations': (body) => validation(body, { activationId: 'act_2' }),
      }),
    );
    const client = createClient(options);
    await client.activate(CODE);
    await client.validate();
    await client.validate();
    expect(surroundings.calls.at(-1)?.body).toMatchObject({ activationId: 'act_2' });
  });

  it('gives the seat back and forgets the license', async () => {
    const { options } = createSurroundings(
      serve({
        '/v1/activations': () => activation(),
        '/v1/deactivations': () => json(200, { released: true, promoted: null }),
      }),
    );
    const client = createClient(options);
    expect(await client.deactivate()).toBeNull();
    await client.activate(CODE);
    expect(await client.deactivate()).toMatchObject({ kind: 'answer', answer: { released: true } });
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'not_activated', license: null });
  });

  it('R6.6 goes on with the reserve that was promoted', async () => {
    const { surroundings, options } = createSurroundings(
      serve({
        '/v1/activations': () => activation(),
        '/v1/deactivations': () => json(200, { released: true, promoted: 'act_2' }),
        '/v1/validations': validation,
      }),
    );
    const client = createClient(options);
    await client.activate(CODE);
    await client.deactivate();
    expect(surroundings.calls.at(-1)).toMatchObject({ path: '/v1/validations', body: { activationId: 'act_2' } });
    expect(await client.status()).toMatchObject({ run: 'full' });
  });

  it.each([
    ['yes', {}],
    ['no', { verdict: 'REVOKED', lease: null }],
  ])('an answer about an activation that was given back meanwhile changes nothing: %s', async (_, changes) => {
    const { surroundings, options } = createSurroundings(
      serve({
        '/v1/activations': () => activation(),
        '/v1/deactivations': () => json(200, { released: true, promoted: null }),
        '/v1/validations': (body) => validation(body, changes),
      }),
    );
    const held = Promise.withResolvers<void>();
    const slow: typeof fetch = async (input, init) => {
      const answer = await options.fetch?.(input, init);
      if (surroundings.calls.at(-1)?.path === '/v1/validations') await held.promise;
      return answer ?? Response.error();
    };
    const client = createClient({ ...options, fetch: slow });
    await client.activate(CODE);
    const late = client.validate();
    await vi.waitFor(() => expect(surroundings.calls.at(-1)?.path).toBe('/v1/validations'));
    await client.deactivate();
    held.resolve();
    expect(await late).toMatchObject({ run: 'off', reason: 'not_activated', license: null });
    expect(JSON.parse(surroundings.saved ?? '')).toMatchObject({ activationId: null, lease: null });
  });

  it('keeps the license when the network is away while deactivating', async () => {
    const { options } = createSurroundings(serve({ '/v1/activations': () => activation() }));
    const client = createClient(options);
    await client.activate(CODE);
    expect(await client.deactivate()).toMatchObject({ kind: 'trouble' });
    expect(await client.status()).toMatchObject({ run: 'full' });
  });
});

describe('a lease that is not ours', () => {
  it.each([
    ['another device', { device: { fingerprint: 'another-device-00', platform: 'windows' } }],
    ['another product', { product: 'office-security-mac' }],
    ['another issuer', { issuer: 'https://other.example.com' }],
  ])('a copied store is worth nothing on %s', async (_, changes) => {
    const { options } = createSurroundings(serve({ '/v1/activations': () => activation() }));
    await createClient({ ...options, issuer: ISSUER }).activate(CODE);
    expect(await createClient({ ...options, ...changes }).status()).toMatchObject({ run: 'off', reason: 'no_lease' });
  });

  it.each(['', 'null', '[]', '{"format":1,"lease":"x.y.z","activationId":"act_1"}', '{"format":2}', '{{'])(
    'a damaged store is no license: %s',
    async (text) => {
      const { surroundings, options } = createSurroundings(() => 'unreachable');
      surroundings.saved = text;
      expect(await createClient(options).status()).toMatchObject({ run: 'off', goOnline: true });
    },
  );

  it('a clock that somebody took out of the store starts at the lease', async () => {
    const { surroundings, options } = createSurroundings(serve({ '/v1/activations': () => activation() }));
    await createClient(options).activate(CODE);
    const saved = JSON.parse(surroundings.saved ?? '') as object;
    surroundings.saved = JSON.stringify({ ...saved, clock: { server: 'x', local: null, seen: 0, back: 0 } });
    surroundings.local = START + 15 * 86_400_000;
    expect(await createClient(options).status()).toMatchObject({ run: 'off', reason: 'lease_ended' });
  });
});
