/** Key of an Ed25519 signature as a JSON Web Key; the public half alone has no `d`. */
export interface PublicJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  /** base64url of the 32 byte public key */
  x: string;
}

export interface PrivateJwk extends PublicJwk {
  /** base64url of the 32 byte private key */
  d: string;
}

/** One lease signing key. A key is published before it signs and for as long as leases of it may run. */
export interface SigningKey {
  kid: string;
  privateKey: PrivateJwk;
  publicJwk: PublicJwk;
  /** Compromised: signs nothing and is no longer published, so that its leases stop verifying. */
  withdrawn?: true;
}

/** What the service must not lose and nobody else may know. */
export interface Secrets {
  /** Of code hashes; rotated by moving `current` to `previous` (R1.5). */
  pepper: {
    version: number;
    current: Uint8Array;
    previous?: { version: number; key: Uint8Array };
  };
  /** Of devices, activation ids and pointers; never rotated (R10.5). */
  device: Uint8Array;
  /** From which codes are derived again for the same idempotency key within 24 h (R1.5). */
  issue: Uint8Array;
  signing: { active: string; keys: readonly SigningKey[] };
}
