import { describe, expect, it, vi } from 'vitest';
import { createClient } from '../../functions/client/client.ts';
import { CLAIMS, START } from '../vectors/lease-vectors.ts';
import { KEY_SETS, signVector } from '../vectors/signer.ts';
import { activation, CODE, LICENSE, validation } from './answers.ts';
import { createSurroundings, json, type Network } from './fake-service.ts';
import { useFakeTime } from './fake-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const IN_2099 = Date.parse('2099-01-01T00:00:00.000Z') / 1000;

/** A lease that needs no refresh for as long as anybody uses it. */
const lasting = (claims: object = {}) =>
  signVector({ ...CLAIMS, nonce: null, exp: IN_2099, refreshAfter: IN_2099, licExp: null, ...claims }, 'k1');

describe('a withdrawn key in the background', () => {
  useFakeTime();

  function createDevice() {
    let published: keyof typeof KEY_SETS = 'first';
    const network: Network = (path, body) => {
      if (path.endsWith('jwks.json')) return json(200, KEY_SETS[published]);
      if (path === '/v1/activations') return activation({ lease: lasting() });
      return validation(body ?? {}, { verdict: 'NOT_ACTIVATED', lease: null });
    };
    const { surroundings, options } = createSurroundings(network);
    const told: string[] = [];
    const all = { ...options, verify: async () => true, now: () => Date.now() };
    const open = () => createClient({ ...all, onStatus: ({ reason }) => told.push(reason) });
    const withdraw = () => {
      published = 'withdrawn';
    };
    const asked = (end: string) => surroundings.calls.filter(({ path }) => path.endsWith(end)).length;
    return { open, told, withdraw, asked, surroundings };
  }

  it('is forgotten within a day with a lease that is never due, however that came', async () => {
    const { open, told, withdraw, asked } = createDevice();
    const client = open();
    await client.start();
    await client.activate(CODE);
    const forged = { activationId: 'act_1', role: 'active', license: LICENSE, lease: lasting({ seq: CLAIMS.seq + 1 }) };
    expect(await client.readActivationAnswer(JSON.stringify(forged))).toMatchObject({ kind: 'answer' });
    withdraw();
    await vi.advanceTimersByTimeAsync(DAY);
    expect(told).toEqual(['not_activated', 'licensed', 'refused']);
    // Not more often than that.
    expect(asked('jwks.json')).toBe(2);
    client.stop();
  });

  it('is forgotten at the start of an application that never runs for long', async () => {
    const { open, told, withdraw } = createDevice();
    await open().activate(CODE);
    withdraw();
    vi.setSystemTime(START + DAY);
    const client = open();
    await client.start();
    await vi.advanceTimersByTimeAsync(0);
    client.stop();
    expect(told).toEqual(['licensed', 'licensed', 'refused']);
  });

  it('nobody asks for keys before there is a lease, nor twice for one failure', async () => {
    const { open, asked, surroundings } = createDevice();
    const client = open();
    await client.start();
    await vi.advanceTimersByTimeAsync(3 * DAY);
    expect(surroundings.calls).toEqual([]);
    await client.activate(CODE);
    client.stop();
    surroundings.network = () => 'unreachable';
    vi.setSystemTime(IN_2099 * 1000 + 4 * DAY);
    await client.start();
    await vi.advanceTimersByTimeAsync(0);
    expect([asked('jwks.json'), asked('validations')]).toEqual([2, 1]);
    client.stop();
  });
});
