import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** Keys of the vectors: made from a public text, so that anybody can make the vectors again. Never use them. */
function makeKey(kid: string): { kid: string; key: KeyObject; jwk: object } {
  const seed = createHash('sha256').update(`latchkey vector key ${kid}`).digest();
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { kid, key, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' } };
}

export const KEYS = { k1: makeKey('k1'), k2: makeKey('k2'), k3: makeKey('k3') };

export type KeyName = keyof typeof KEYS;

/** Published key sets: of three generations, and after k1 was withdrawn. */
export const KEY_SETS = {
  first: { keys: [KEYS.k1.jwk, KEYS.k2.jwk] },
  second: { keys: [KEYS.k1.jwk, KEYS.k2.jwk, KEYS.k3.jwk] },
  third: { keys: [KEYS.k2.jwk, KEYS.k3.jwk] },
  withdrawn: { keys: [KEYS.k2.jwk] },
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs with whatever header is asked for: most vectors are leases that must be refused. */
export function signVector(claims: unknown, name: KeyName, header: object = {}): string {
  const input = `${encode({ alg: 'EdDSA', kid: name, typ: 'latchkey-lease+jwt', ...header })}.${encode(claims)}`;
  return `${input}.${sign(null, Buffer.from(input), KEYS[name].key).toString('base64url')}`;
}
