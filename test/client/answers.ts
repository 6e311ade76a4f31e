import { CLAIMS } from '../vectors/lease-vectors.ts';
import { KEY_SETS, signVector } from '../vectors/signer.ts';
import { json, type Network } from './fake-service.ts';

export const CODE = '9KF2W-7QTR4-XM3HD-AB3CD';
export const LICENSE = { id: CLAIMS.sub, codeHint: '*****-*****-*****-AB3CD' };
export const SEATS = [
  { seatId: 's1', name: 'Old laptop' },
  { seatId: 's2', name: 'Office' },
];

export function activation(changes: object = {}) {
  const lease = signVector({ ...CLAIMS, nonce: null }, 'k1');
  return json(201, {
    activationId: 'act_1',
    seatId: 's9',
    created: true,
    role: 'active',
    license: LICENSE,
    lease,
    ...changes,
  });
}

export function problem(status: number, code: string, fields: object = {}) {
  return json(status, { code, status, title: code, remedy: 'Do this.', retryable: false, instance: 'r1', ...fields });
}

/** A network that publishes the keys and answers calls by path. */
export function serve(answers: Record<string, (body: Record<string, unknown>) => ReturnType<Network>>): Network {
  return (path, body) =>
    path.endsWith('jwks.json') ? json(200, KEY_SETS.first) : (answers[path]?.(body ?? {}) ?? 'unreachable');
}

/** A validation that gives a lease for the nonce that was sent. */
export function validation({ nonce }: Record<string, unknown>, changes: object = {}) {
  const lease = signVector({ ...CLAIMS, nonce, seq: CLAIMS.seq + 1 }, 'k1');
  return json(200, {
    verdict: 'VALID',
    remedy: null,
    license: LICENSE,
    reserve: null,
    activationId: 'act_1',
    nonce,
    lease,
    ...changes,
  });
}
