import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateJwk, Secrets, SigningKey } from './secrets.ts';
import { formatSecrets, parseSecrets } from './secrets-document.ts';

const FILE_NAME = 'secrets.json';

/** @returns a fresh lease signing key; its `kid` is random, so that two stacks never share one */
export function createSigningKey(): SigningKey {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) {
    throw new Error('node:crypto exported an Ed25519 key without its halves');
  }
  const privateKey: PrivateJwk = { kty: 'OKP', crv: 'Ed25519', x, d };
  return {
    kid: randomBytes(8).toString('base64url'),
    privateKey,
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x },
  };
}

/** @returns fresh secrets of a new installation */
export function createSecrets(): Secrets {
  const key = createSigningKey();
  return {
    pepper: { version: 1, current: randomBytes(32) },
    device: randomBytes(32),
    issue: randomBytes(32),
    signing: { active: key.kid, keys: [key] },
  };
}

/**
 * Reads the secrets of a local installation, and makes them the first time, so that restarts keep codes, devices and
 * leases valid. The file is readable by its owner alone.
 *
 * @param directory where the local service keeps its data; made if missing
 * @returns the text for LATCHKEY_SECRETS
 * @throws {SecretsError} when the file is there and wrong: it is never replaced
 */
export function createSecretsFile(directory: string): string {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, FILE_NAME);
  try {
    // 'wx': of two services that start at once one writes, and both read what it wrote.
    writeFileSync(path, formatSecrets(createSecrets()), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  }
  const text = readFileSync(path, 'utf8');
  parseSecrets(text);
  return text;
}
