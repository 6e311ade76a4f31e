import type { LeaseClaims } from '../core/lease.ts';
import { decodeBase64url } from './base64url.ts';

/** A published key, as `GET /.well-known/jwks.json` answers; fields that a client does not need are ignored. */
export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly kid: string;
  readonly x: string;
}

export interface PublicKeySet {
  readonly keys: readonly PublicKey[];
}

/** Verifies an Ed25519 signature; for runtimes whose WebCrypto cannot (see docs/offline.md). */
export type VerifySignature = (
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

/** What a lease must be for. */
export interface LeaseAudience {
  readonly product: string;
  /** Hash of the device, see device.ts. */
  readonly device: string;
  /** The `iss` claim; null accepts any issuer whose key is known. */
  readonly issuer: string | null;
}

/** Why a lease is not accepted. `unknown_key` may be cured by fetching the key set again; nothing else can be. */
export type LeaseProblem = 'malformed' | 'algorithm' | 'unknown_key' | 'signature' | 'issuer' | 'product' | 'device';

export type CheckedLease = { readonly claims: LeaseClaims } | { readonly problem: LeaseProblem };

type Json = Record<string, unknown>;

function parseJson(bytes: Uint8Array): Json | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Json) : null;
  } catch {
    return null;
  }
}

/** The signature vouches for the service, so this only keeps a lease of a later format from being half understood. */
function isLeaseClaims(claims: Json): boolean {
  const dates = [claims.iat, claims.exp, claims.refreshAfter, claims.seq];
  return dates.every(Number.isSafeInteger) && (claims.mode === 'full' || claims.mode === 'limited');
}

const verifyByWebCrypto: VerifySignature = async (publicKey, signature, data) => {
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, signature, data);
};

/**
 * Checks a lease offline: its form, its algorithm (fixed: Ed25519 alone, whatever the header asks for), its signature
 * by a known key, and that it is for this product and this device. Time is the decision table's business.
 *
 * @throws {DOMException} `NotSupportedError` where WebCrypto has no Ed25519 and no `verify` is given
 */
export async function checkLease(
  lease: string,
  { keys }: PublicKeySet,
  audience: LeaseAudience,
  verify: VerifySignature = verifyByWebCrypto,
): Promise<CheckedLease> {
  const parts = lease.split('.');
  const [header, payload, signature] = parts.map(decodeBase64url);
  if (parts.length !== 3 || !header || !payload || !signature) return { problem: 'malformed' };
  const head = parseJson(header);
  if (head === null) return { problem: 'malformed' };
  if (head.alg !== 'EdDSA' || head.typ !== 'latchkey-lease+jwt' || 'crit' in head) return { problem: 'algorithm' };
  const key = keys.find(({ kid, kty, crv }) => kid === head.kid && kty === 'OKP' && crv === 'Ed25519');
  const publicKey = key && decodeBase64url(key.x);
  if (publicKey?.length !== 32) return { problem: 'unknown_key' };
  const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  if (signature.length !== 64 || !(await verify(publicKey, signature, signed))) return { problem: 'signature' };
  const claims = parseJson(payload);
  if (claims === null || !isLeaseClaims(claims)) return { problem: 'malformed' };
  if (audience.issuer !== null && claims.iss !== audience.issuer) return { problem: 'issuer' };
  if (claims.aud !== audience.product) return { problem: 'product' };
  if (claims.dev !== audience.device) return { problem: 'device' };
  return { claims: claims as unknown as LeaseClaims };
}
