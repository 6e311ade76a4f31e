import type { Decision } from '../../functions/core/offline.ts';
import { CLAIMS, NONCE, START } from './lease-vectors.ts';
import { type KEY_SETS, type KeyName, signVector } from './signer.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the network answers when the client asks at a step; null: it does not ask. */
type Answer = { lease: string } | { verdict: string } | { status: number; body?: unknown } | 'unreachable' | null;

export interface JourneyStep {
  local: number;
  keySet: keyof typeof KEY_SETS;
  answer: Answer;
  expect: Pick<Decision, 'run' | 'reason' | 'goOnline'>;
}

export interface JourneyVector {
  name: string;
  steps: JourneyStep[];
}

/** A lease given at an offset from `START` under a key, for an answer to the fixed nonce. */
function give(offset: number, key: KeyName, changes: object = {}): { lease: string } {
  const at = Math.floor((START + offset) / 1000);
  const dates = { iat: at, nbf: at, exp: at + 14 * 86_400, refreshAfter: at + 43_200, seq: (START + offset) * 1000 };
  return { lease: signVector({ ...CLAIMS, ...dates, ...changes }, key) };
}

const step = (
  offset: number,
  answer: Answer,
  [run, reason, goOnline = false]: [Decision['run'], Decision['reason'], boolean?],
  keySet: keyof typeof KEY_SETS = 'first',
): JourneyStep => ({ local: START + offset, keySet, answer, expect: { run, reason, goOnline } });

export const journeyVectors: JourneyVector[] = [
  {
    name: 'a week without network, and revoked when it is back',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed']),
      step(DAY, 'unreachable', ['full', 'licensed']),
      step(7 * DAY, 'unreachable', ['full', 'licensed']),
      step(7 * DAY + HOUR, { verdict: 'REVOKED' }, ['off', 'refused']),
      step(8 * DAY, 'unreachable', ['off', 'refused']),
    ],
  },
  {
    name: 'a lease ends without network; the network gives a new one',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed']),
      step(14 * DAY, 'unreachable', ['off', 'lease_ended', true]),
      step(15 * DAY, give(15 * DAY, 'k1'), ['full', 'licensed']),
    ],
  },
  {
    name: 'a clock set back asks for the network, and the network forgives it',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed']),
      step(10 * DAY, null, ['full', 'licensed']),
      step(DAY, 'unreachable', ['off', 'clock_set_back', true]),
      step(DAY + HOUR, give(10 * DAY + HOUR, 'k1'), ['full', 'licensed']),
      step(2 * DAY, null, ['full', 'licensed']),
    ],
  },
  {
    name: 'trouble of every kind is no answer',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed']),
      step(DAY, { status: 503, body: { code: 'unavailable' } }, ['full', 'licensed']),
      step(DAY + 1, { status: 429, body: { code: 'rate_limited' } }, ['full', 'licensed']),
      step(DAY + 2, { status: 403, body: { message: 'Forbidden' } }, ['full', 'licensed']),
      step(DAY + 3, { status: 200, body: '<html>Welcome to our hotel</html>' }, ['full', 'licensed']),
      step(DAY + 4, { status: 200, body: { verdict: 'REVOKED', lease: null, nonce: 'another' } }, ['full', 'licensed']),
    ],
  },
  {
    name: 'an answer of last week is not taken for one of now',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed']),
      step(DAY, give(DAY, 'k1', { nonce: 'BBBBBBBBBBBBBBBBBBBBBB' }), ['full', 'licensed']),
      step(14 * DAY, give(14 * DAY, 'k1', { nonce: 'BBBBBBBBBBBBBBBBBBBBBB' }), ['off', 'lease_ended', true]),
    ],
  },
  {
    name: 'keys rotate through two generations under a running client',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed'], 'first'),
      step(DAY + 1, give(DAY, 'k2'), ['full', 'licensed'], 'second'),
      step(3 * DAY, 'unreachable', ['full', 'licensed'], 'second'),
      step(16 * DAY, give(16 * DAY, 'k3'), ['full', 'licensed'], 'third'),
    ],
  },
  {
    name: 'a withdrawn key is forgotten with its leases, also new ones',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed'], 'first'),
      step(2 * DAY, give(2 * DAY, 'k1'), ['off', 'no_lease', true], 'withdrawn'),
      step(2 * DAY + HOUR, give(2 * DAY + HOUR, 'k2'), ['full', 'licensed'], 'withdrawn'),
    ],
  },
  {
    name: 'a blocked license comes back when it is unblocked',
    steps: [
      step(0, give(0, 'k1'), ['full', 'licensed']),
      step(DAY, { verdict: 'BLOCKED' }, ['off', 'refused']),
      step(2 * DAY, give(2 * DAY, 'k1'), ['full', 'licensed']),
    ],
  },
];

export const journeyNonce = NONCE;
