import { describe, expect, it } from 'vitest';
import { createClient } from '../../functions/client/client.ts';
import { CLAIMS, DEVICE, PRODUCT, START } from '../vectors/lease-vectors.ts';
import { signVector } from '../vectors/signer.ts';
import { activation, CODE, LICENSE, problem, SEATS, serve, validation } from './answers.ts';
import { createSurroundings, json } from './fake-service.ts';

describe('activating', () => {
  it('sends what the application is and keeps the license running without network', async () => {
    const { surroundings, options } = createSurroundings(serve({ '/v1/activations': () => activation() }));
    const client = createClient({ ...options, productVersion: '5.0.1', region: 'DE' });
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'not_activated', goOnline: true, license: null });
    expect(await client.activate(CODE)).toMatchObject({ kind: 'answer', answer: { activationId: 'act_1' } });
    expect(surroundings.calls[0]).toEqual({
      path: '/v1/activations',
      body: {
        code: CODE,
        product: PRODUCT,
        productVersion: '5.0.1',
        region: 'DE',
        device: DEVICE,
        clientTime: '2026-11-24T11:00:00.000Z',
      },
    });
    surroundings.network = () => 'unreachable';
    expect(await createClient(options).status()).toMatchObject({
      run: 'full',
      reason: 'licensed',
      components: { firewall: 'on' },
      entitlements: ['pro'],
      license: LICENSE,
      leaseEndsAt: START + 14 * 86_400_000,
    });
  });

  it('never saves the code', async () => {
    const { surroundings, options } = createSurroundings(serve({ '/v1/activations': () => activation() }));
    await createClient(options).activate(CODE);
    expect(surroundings.saved).toContain('act_1');
    expect(surroundings.saved).not.toContain(CODE);
  });

  it('R3.2 a process that dies while it saves has the lease and its activation, or neither', async () => {
    const { options } = createSurroundings(
      serve({
        '/v1/activations': () => activation(),
        '/v1/validations': (body) => validation(body, { activationId: 'act_2' }),
      }),
    );
    const saved: unknown[] = [];
    const save = (text: string) => {
      const { activationId, sequence } = JSON.parse(text) as Record<string, unknown>;
      saved.push([activationId, sequence]);
      return options.store.save(text);
    };
    const client = createClient({ ...options, store: { ...options.store, save } });
    await client.activate(CODE);
    await client.validate();
    // The keys, then each answer at once.
    expect(saved).toEqual([
      [null, 0],
      ['act_1', CLAIMS.seq],
      ['act_2', CLAIMS.seq + 1],
    ]);
  });

  it('R4.2 asks which device shall be freed, once, and frees it', async () => {
    const { surroundings, options } = createSurroundings(
      serve({
        '/v1/activations': ({ releaseSeat }) =>
          releaseSeat === 's1'
            ? activation()
            : problem(409, 'seat_limit_reached', { class: 'desktop', limit: 2, used: 2, seats: SEATS }),
      }),
    );
    const asked: unknown[] = [];
    const client = createClient({
      ...options,
      chooseSeat: (seats) => {
        asked.push(seats);
        return seats[0]?.seatId ?? null;
      },
    });
    expect(await client.activate(CODE)).toMatchObject({ kind: 'answer' });
    expect(asked).toEqual([SEATS]);
    expect(surroundings.calls.filter(({ path }) => path === '/v1/activations')).toHaveLength(2);
  });

  it.each([
    ['nobody chooses', undefined, 1],
    ['none is chosen', () => null, 1],
    ['R4.4 the chosen seat is held', () => 's1', 2],
  ])('answers the refusal when %s', async (_, chooseSeat, calls) => {
    const full = () => problem(409, 'seat_limit_reached', { seats: SEATS, seatFreeAt: '2026-11-25T11:00:30.000Z' });
    const { surroundings, options } = createSurroundings(serve({ '/v1/activations': full }));
    const outcome = await createClient({ ...options, ...(chooseSeat && { chooseSeat }) }).activate(CODE);
    expect(outcome).toMatchObject({ kind: 'refused', problem: { code: 'seat_limit_reached', remedy: 'Do this.' } });
    expect(surroundings.calls).toHaveLength(calls);
  });

  it('R6.7 hands over the confirmation of a replacement', async () => {
    const { options } = createSurroundings(
      serve({
        '/v1/activations': ({ confirm }) =>
          confirm === 'yes'
            ? activation()
            : problem(409, 'replacement_confirmation_required', { forfeitedDays: 9, confirm: 'yes' }),
      }),
    );
    const client = createClient(options);
    const outcome = await client.activate(CODE, { replace: true });
    const confirm =
      outcome.kind === 'refused' && outcome.problem.code === 'replacement_confirmation_required'
        ? outcome.problem.confirm
        : 'no';
    expect(await client.activate(CODE, { replace: true, confirm })).toMatchObject({ kind: 'answer' });
  });

  it('R6.1 keeps the license in force when the code became a reserve', async () => {
    const reserve = {
      activationId: 'act_2',
      role: 'reserve',
      license: { id: 'lic_reserve' },
      lease: signVector({ ...CLAIMS, nonce: null, seq: CLAIMS.seq + 1 }, 'k1'),
    };
    const answers = [activation(), activation(reserve)];
    const { surroundings, options } = createSurroundings(
      serve({ '/v1/activations': () => answers.shift() ?? 'unreachable' }),
    );
    const client = createClient(options);
    await client.activate(CODE);
    await client.activate(CODE);
    expect(await client.status()).toMatchObject({ run: 'full', license: LICENSE, reserve: { id: 'lic_reserve' } });
    expect(JSON.parse(surroundings.saved ?? '')).toMatchObject({ activationId: 'act_1' });
  });

  it('R11.1 asks at once for a lease of its own when the one that came is for another product of the device', async () => {
    const lease = signVector({ ...CLAIMS, nonce: null, aud: 'office-security-mac' }, 'k1');
    const { options } = createSurroundings(
      serve({
        '/v1/activations': () => activation({ activationId: 'act_2', role: 'reserve', lease }),
        '/v1/validations': validation,
      }),
    );
    const client = createClient(options);
    await client.activate(CODE);
    expect(await client.status()).toMatchObject({ run: 'full', reason: 'licensed' });
  });

  it('R3.2 asks at once how a license has ended that is activated again without a lease', async () => {
    const ended = (body: Record<string, unknown>) =>
      validation(body, { verdict: 'TRIAL_EXPIRED', remedy: 'Buy.', lease: null });
    const { options } = createSurroundings(
      serve({ '/v1/activations': () => activation({ lease: null }), '/v1/validations': ended }),
    );
    const client = createClient(options);
    await client.activate(CODE);
    expect(await client.status()).toMatchObject({ reason: 'refused', verdict: 'TRIAL_EXPIRED', remedy: 'Buy.' });
  });

  it('does not take an old activation answer for a new one', async () => {
    const { surroundings, options } = createSurroundings(serve({ '/v1/activations': () => activation() }));
    const client = createClient(options);
    await client.activate(CODE);
    surroundings.local = START + 14 * 86_400_000;
    await client.activate(CODE);
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'lease_ended' });
  });

  it.each([
    ['a fault of the service', () => problem(500, 'internal')],
    ['a database that is away', () => problem(503, 'unavailable')],
    ['an answer without code', () => json(403, { message: 'Forbidden' })],
    ['no network', () => 'unreachable' as const],
    ['a page', () => new Response('<html>')],
    ['an answer that is not the service’s', () => json(200, {})],
    ['an answer that is no object', () => json(200, true)],
    ['null', () => json(200, null)],
  ])('answers trouble for %s', async (_, answer) => {
    const { options } = createSurroundings(serve({ '/v1/activations': answer }));
    expect(await createClient(options).activate(CODE)).toEqual({ kind: 'trouble', retryAfterSeconds: null });
  });

  it('says how long to wait', async () => {
    const limited = () => json(429, { code: 'rate_limited' }, { 'retry-after': '17' });
    const { options } = createSurroundings(serve({ '/v1/activations': limited }));
    expect(await createClient(options).activate(CODE)).toMatchObject({ kind: 'refused', retryAfterSeconds: 17 });
  });
});
