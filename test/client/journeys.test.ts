import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../functions/client/client.ts';
import { type JourneyStep, journeyNonce, journeyVectors } from '../vectors/journey-vectors.ts';
import { CLAIMS, ISSUER } from '../vectors/lease-vectors.ts';
import { KEY_SETS } from '../vectors/signer.ts';
import { createSurroundings, json, type Network } from './fake-service.ts';

/** The network of one step; a lease or a verdict is put into the answer of a validation. */
function networkOf({ answer, keySet }: JourneyStep): Network {
  return (path) => {
    if (answer === 'unreachable' || answer === null) return 'unreachable';
    if (path === '/.well-known/jwks.json') return json(200, KEY_SETS[keySet]);
    if ('status' in answer) {
      return typeof answer.body === 'string' ? new Response(answer.body) : json(answer.status, answer.body);
    }
    const lease = 'lease' in answer ? answer.lease : null;
    const verdict = 'verdict' in answer ? answer.verdict : 'VALID';
    return json(200, {
      verdict,
      remedy: null,
      license: null,
      reserve: null,
      activationId: null,
      nonce: journeyNonce,
      lease,
    });
  };
}

describe('journeys of a client', () => {
  beforeEach(() => {
    // The vectors' leases carry one fixed nonce: 16 zero bytes.
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => array);
  });
  afterEach(() => vi.restoreAllMocks());

  const runs = journeyVectors.flatMap((vector) => [
    { ...vector, restarts: false },
    { ...vector, restarts: true },
  ]);

  it.each(runs)('$name (restarted at each step: $restarts)', async ({ steps, restarts }) => {
    const { surroundings, options } = createSurroundings(() => 'unreachable');
    // The first lease comes with a validation too: the device was activated before.
    surroundings.saved = JSON.stringify({ format: 1, activationId: CLAIMS.act });
    let client = createClient({ ...options, issuer: ISSUER });
    const decisions: JourneyStep['expect'][] = [];
    for (const step of steps) {
      surroundings.local = step.local;
      surroundings.network = networkOf(step);
      if (restarts) client = createClient({ ...options, issuer: ISSUER });
      const { run, reason, goOnline } = await (step.answer === null ? client.status() : client.validate());
      decisions.push({ run, reason, goOnline });
    }
    expect(decisions).toEqual(steps.map((step) => step.expect));
  });
});
