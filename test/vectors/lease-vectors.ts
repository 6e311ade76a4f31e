import { createHash, createHmac } from 'node:crypto';
import { type LeaseClaims, leaseClaims } from '../../functions/core/lease.ts';
import { deviceText } from '../../functions/core/lease-device.ts';
import { KEYS, type KeyName, signVector } from './signer.ts';

export const START = Date.parse('2026-11-24T11:00:00.000Z');
export const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA';
export const PRODUCT = 'office-security-pc';
export const ISSUER = 'https://license.example.com';
export const DEVICE = { fingerprint: 'fingerprint-of-reception', platform: 'windows' };

const DEVICES = [
  { name: 'a fingerprint', device: { fingerprint: 'fingerprint-of-reception' } },
  {
    name: 'a fingerprint, which counts alone',
    device: { fingerprint: 'fingerprint-of-reception', components: { board: 'b' } },
  },
  { name: 'components in any order', device: { components: { disk: 'd1', board: 'b1' } } },
  { name: 'text beyond ASCII', device: { fingerprint: 'Rechner am Empfang – Ünïcode' } },
];

const hash = (device: object) => createHash('sha256').update(deviceText(device)).digest('base64url');

export const deviceVectors = DEVICES.map(({ name, device }) => ({ name, device, dev: hash(device) }));

export const CLAIMS: LeaseClaims = leaseClaims({
  issuer: ISSUER,
  license: 'lic_AAECAwQFBgcICQoL',
  product: PRODUCT,
  activation: 'act_vector',
  device: hash(DEVICE),
  kind: 'commercial',
  mode: 'full',
  components: { firewall: 'on' },
  plan: 'office-security-1y',
  expiresAt: START + 365 * 86_400_000,
  graceUntil: null,
  contentUntil: null,
  entitlements: ['pro'],
  now: START,
  hours: 24 * 14,
  refreshHours: 12,
  worseAt: START + 365 * 86_400_000,
  nonce: NONCE,
  sequence: START * 1000,
});

const GOOD = signVector(CLAIMS, 'k1');
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = GOOD.split('.');
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes in another spelling: 64 bytes leave four unused bits in the last symbol. */
const respelled = SIGNATURE.slice(0, -1) + ALPHABET.charAt(ALPHABET.indexOf(SIGNATURE.slice(-1)) + 1);

/** Signed with the public key as if it were the secret of an HMAC. */
function confused(): string {
  const input = `${encode({ alg: 'HS256', kid: 'k1', typ: 'latchkey-lease+jwt' })}.${PAYLOAD}`;
  const secret = String((KEYS.k1.jwk as { x: string }).x);
  return `${input}.${createHmac('sha256', Buffer.from(secret, 'base64url')).update(input).digest('base64url')}`;
}

const none = encode({ alg: 'none', kid: 'k1', typ: 'latchkey-lease+jwt' });
const AUDIENCE = { product: PRODUCT, device: hash(DEVICE), issuer: ISSUER };

interface LeaseVector {
  name: string;
  lease: string;
  keySet: string;
  audience: typeof AUDIENCE;
  /** `claims` when the lease is good, else why it is not. */
  expect: { claims: LeaseClaims } | { problem: string };
}

const good = (name: string, key: KeyName, keySet: string): LeaseVector => ({
  name,
  lease: signVector(CLAIMS, key),
  keySet,
  audience: AUDIENCE,
  expect: { claims: CLAIMS },
});

const bad = (name: string, problem: string, lease: string, keySet = 'first', audience = AUDIENCE): LeaseVector => ({
  name,
  lease,
  keySet,
  audience,
  expect: { problem },
});

export const leaseVectors: LeaseVector[] = [
  good('a good lease', 'k1', 'first'),
  good('an old lease verifies while its key is published', 'k1', 'second'),
  good('a lease of the next key verifies before that key is the only one', 'k2', 'first'),
  good('a lease of the second generation in the third', 'k2', 'third'),
  bad('a lease of the first generation in the third', 'unknown_key', GOOD, 'third'),
  bad('a lease of a withdrawn key', 'unknown_key', GOOD, 'withdrawn'),
  bad('a kid of another key', 'signature', signVector(CLAIMS, 'k1', { kid: 'k2' })),
  bad('a kid that does not exist', 'unknown_key', signVector(CLAIMS, 'k1', { kid: 'k9' })),
  bad('no kid', 'unknown_key', signVector(CLAIMS, 'k1', { kid: undefined })),
  bad('alg none without a signature', 'algorithm', `${none}.${PAYLOAD}.`),
  bad('alg none with a signature', 'algorithm', `${none}.${PAYLOAD}.${SIGNATURE}`),
  bad('alg HS256 with the public key as the secret', 'algorithm', confused()),
  bad('alg in lower case', 'algorithm', signVector(CLAIMS, 'k1', { alg: 'eddsa' })),
  bad('another typ', 'algorithm', signVector(CLAIMS, 'k1', { typ: 'JWT' })),
  bad('critical extensions', 'algorithm', signVector(CLAIMS, 'k1', { crit: ['exp'] })),
  bad('claims of somebody else', 'signature', `${HEADER}.${encode({ ...CLAIMS, exp: CLAIMS.exp + 1 })}.${SIGNATURE}`),
  bad('the signature in a spelling that is not canonical', 'malformed', `${HEADER}.${PAYLOAD}.${respelled}`),
  bad('padding', 'malformed', `${GOOD}==`),
  bad('a line feed at the end', 'malformed', `${GOOD}\n`),
  bad('two parts', 'malformed', `${HEADER}.${PAYLOAD}`),
  bad('four parts', 'malformed', `${GOOD}.`),
  bad('a short signature', 'signature', `${HEADER}.${PAYLOAD}.${SIGNATURE.slice(0, -2)}`),
  bad('claims that are no object', 'malformed', signVector([], 'k1')),
  bad('a mode of a later format', 'malformed', signVector({ ...CLAIMS, mode: 'half' }, 'k1')),
  bad('another device', 'device', GOOD, 'first', { ...AUDIENCE, device: hash({ fingerprint: 'another-device-00' }) }),
  bad('another product', 'product', GOOD, 'first', { ...AUDIENCE, product: 'office-security-mac' }),
  bad('another issuer', 'issuer', GOOD, 'first', { ...AUDIENCE, issuer: 'https://other.example.com' }),
];
