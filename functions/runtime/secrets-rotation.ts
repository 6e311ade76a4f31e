import { randomBytes } from 'node:crypto';
import type { Secrets, SigningKey } from './secrets.ts';
import { SecretsError } from './secrets-document.ts';
import { createSigningKey } from './secrets-file.ts';

function withKeys(secrets: Secrets, change: (key: SigningKey) => SigningKey | null): Secrets {
  const keys = secrets.signing.keys.map(change).filter((key) => key !== null);
  return { ...secrets, signing: { ...secrets.signing, keys } };
}

function requireKey(secrets: Secrets, kid: string): SigningKey {
  const key = secrets.signing.keys.find((known) => known.kid === kid);
  if (key === undefined) throw new SecretsError('there is no signing key with this kid');
  return key;
}

/** First step of a rotation: the next key is published, so that clients know it before it signs. */
export function addSigningKey(secrets: Secrets, key: SigningKey = createSigningKey()): Secrets {
  const { active, keys } = secrets.signing;
  return { ...secrets, signing: { active, keys: [...keys, key] } };
}

/** Second step: another key signs; leases of the former one go on verifying. */
export function activateSigningKey(secrets: Secrets, kid: string): Secrets {
  if (requireKey(secrets, kid).withdrawn) throw new SecretsError('a withdrawn key signs nothing');
  return { ...secrets, signing: { ...secrets.signing, active: kid } };
}

/** Last step, when the former key's last lease has ended. */
export function removeSigningKey(secrets: Secrets, kid: string): Secrets {
  requireKey(secrets, kid);
  if (kid === secrets.signing.active) throw new SecretsError('the active key cannot be removed');
  return withKeys(secrets, (key) => (key.kid === kid ? null : key));
}

/**
 * For a compromised key: it is no longer published, and its leases end wherever the network reaches. If it was active,
 * the newest other key signs from now on, or a fresh one.
 */
export function withdrawSigningKey(secrets: Secrets, kid: string): Secrets {
  requireKey(secrets, kid);
  const after = withKeys(secrets, (key) => (key.kid === kid ? { ...key, withdrawn: true } : key));
  if (secrets.signing.active !== kid) return after;
  const next = after.signing.keys.findLast((key) => key.withdrawn === undefined) ?? createSigningKey();
  const known = after.signing.keys.some((key) => key.kid === next.kid);
  return activateSigningKey(known ? after : addSigningKey(after, next), next.kid);
}

/** R1.5: a new pepper; the former one is looked up beside it, and codes are re-keyed as they are used. */
export function rotatePepper(secrets: Secrets): Secrets {
  const { version, current } = secrets.pepper;
  const pepper = { version: version + 1, current: randomBytes(32), previous: { version, key: current } };
  return { ...secrets, pepper };
}
