import type { PublicJwk, Secrets, SigningKey } from './secrets.ts';

/** Thrown where the secrets cannot be read; names the field and never its value. */
export class SecretsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SecretsError';
  }
}

const SECRET_BYTES = 32;

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SecretsError(`secrets: ${name} is not an object`);
  }
  return value as Fields;
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new SecretsError(`secrets: ${name} is not a text`);
  }
  return value;
}

function versionOf(value: unknown, name: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw new SecretsError(`secrets: ${name} is not a positive whole number`);
  }
  return value as number;
}

function keyOf(value: unknown, name: string): Uint8Array {
  const bytes = Buffer.from(textOf(value, name), 'base64url');
  if (bytes.length < SECRET_BYTES) {
    throw new SecretsError(`secrets: ${name} has fewer than ${SECRET_BYTES} bytes`);
  }
  return bytes;
}

function signingKeyOf(value: unknown, name: string): SigningKey {
  const fields = fieldsOf(value, name);
  const jwk = fieldsOf(fields.privateKey, `${name}.privateKey`);
  const x = textOf(jwk.x, `${name}.privateKey.x`);
  const d = textOf(jwk.d, `${name}.privateKey.d`);
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519') {
    throw new SecretsError(`secrets: ${name}.privateKey is not an Ed25519 key`);
  }
  const publicJwk: PublicJwk = { kty: 'OKP', crv: 'Ed25519', x };
  return {
    kid: textOf(fields.kid, `${name}.kid`),
    privateKey: { ...publicJwk, d },
    publicJwk,
    ...(fields.withdrawn === true ? { withdrawn: true as const } : {}),
  };
}

function signingOf(value: unknown): Secrets['signing'] {
  const fields = fieldsOf(value, 'signing');
  const active = textOf(fields.active, 'signing.active');
  if (!Array.isArray(fields.keys)) {
    throw new SecretsError('secrets: signing.keys is not a list');
  }
  const keys = fields.keys.map((key, index) => signingKeyOf(key, `signing.keys[${index}]`));
  if (new Set(keys.map((key) => key.kid)).size !== keys.length) {
    throw new SecretsError('secrets: two signing keys have one kid');
  }
  if (!keys.some((key) => key.kid === active && key.withdrawn === undefined)) {
    throw new SecretsError('secrets: signing.active names no key, or a withdrawn one');
  }
  return { active, keys };
}

/**
 * @param json secrets as secrets-file.ts writes them: bytes as base64url, private keys as JWK
 * @throws {SecretsError} naming the field that is missing or wrong
 */
export function parseSecrets(json: string): Secrets {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new SecretsError('secrets: not JSON');
  }
  const fields = fieldsOf(parsed, 'the document');
  const pepper = fieldsOf(fields.pepper, 'pepper');
  const previous = pepper.previous === undefined ? undefined : fieldsOf(pepper.previous, 'pepper.previous');
  return {
    pepper: {
      version: versionOf(pepper.version, 'pepper.version'),
      current: keyOf(pepper.current, 'pepper.current'),
      ...(previous === undefined
        ? {}
        : {
            previous: {
              version: versionOf(previous.version, 'pepper.previous.version'),
              key: keyOf(previous.key, 'pepper.previous.key'),
            },
          }),
    },
    device: keyOf(fields.device, 'device'),
    issue: keyOf(fields.issue, 'issue'),
    signing: signingOf(fields.signing),
  };
}

/** @returns the text that `parseSecrets` reads back */
export function formatSecrets(secrets: Secrets): string {
  const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const { version, current, previous } = secrets.pepper;
  const document = {
    pepper: {
      version,
      current: base64url(current),
      ...(previous === undefined ? {} : { previous: { version: previous.version, key: base64url(previous.key) } }),
    },
    device: base64url(secrets.device),
    issue: base64url(secrets.issue),
    signing: {
      active: secrets.signing.active,
      keys: secrets.signing.keys.map(({ kid, privateKey, withdrawn }) => ({ kid, privateKey, withdrawn })),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
