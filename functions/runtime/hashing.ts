import { hash } from 'node:crypto';
import { deviceText, type SentDevice } from '../core/lease-device.ts';
import { macUnder } from './mac.ts';
import type { Secrets } from './secrets.ts';

/** A keyed hash with the version of the pepper that made it. */
export interface PepperedHash {
  readonly version: number;
  /** 32 bytes as 43 base64url characters */
  readonly hash: string;
}

/**
 * What a hash is of. The label and a NUL stand before the value, so that no hash of one purpose is ever one of another;
 * no label contains NUL.
 */
type Purpose =
  | 'code'
  | 'imported-key'
  | 'fingerprint'
  | 'component'
  | 'email'
  | 'order'
  | 'source'
  | 'api-key'
  | 'recovery-token'
  | 'request';

function keyedHash(key: Uint8Array, purpose: Purpose, value: string, bytes: number): string {
  const digest = macUnder(key).update(`latchkey/${purpose}\0`).update(value, 'utf8').digest();
  return digest.subarray(0, bytes).toString('base64url');
}

function pepperedHashes(secrets: Secrets, purpose: Purpose, value: string): PepperedHash[] {
  const { version, current, previous } = secrets.pepper;
  const hashes = [{ version, hash: keyedHash(current, purpose, value, 32) }];
  if (previous !== undefined) {
    hashes.push({ version: previous.version, hash: keyedHash(previous.key, purpose, value, 32) });
  }
  return hashes;
}

/**
 * R1.5: the table knows a code by this hash alone.
 *
 * @param code 20 symbols, normalized, without dashes
 * @returns under the current pepper first, then under the previous one if there is one; both are looked up together
 */
export function hashCode(secrets: Secrets, code: string): PepperedHash[] {
  return pepperedHashes(secrets, 'code', code);
}

/** An imported key of any format, trimmed by the caller; apart from codes, so that neither can stand for the other. */
export function hashImportedKey(secrets: Secrets, key: string): PepperedHash[] {
  return pepperedHashes(secrets, 'imported-key', key);
}

/** R10.5: 16 bytes as 22 base64url characters; the device id of a device that sends a fingerprint alone. */
export function hashFingerprint(secrets: Secrets, fingerprint: string): string {
  return keyedHash(secrets.device, 'fingerprint', fingerprint, 16);
}

/**
 * R10.5: 16 bytes as 22 base64url characters.
 *
 * @param family component values are compared within a family of products only
 * @param name the component, for example `board`
 * @param value what the client sent, already hashed by it
 */
export function hashComponent(secrets: Secrets, family: string, name: string, value: string): string {
  return keyedHash(secrets.device, 'component', `${family}\0${name}\0${value}`, 16);
}

/** Pointer from an owner's address to licenses; under the device secret, because pointers are never re-keyed. */
export function hashEmail(secrets: Secrets, lowercased: string): string {
  return keyedHash(secrets.device, 'email', lowercased, 16);
}

/** Pointer from an order number to licenses. */
export function hashOrder(secrets: Secrets, orderId: string): string {
  return keyedHash(secrets.device, 'order', orderId, 16);
}

/**
 * Key of a caller's rate limit; 16 bytes as 22 base64url characters.
 *
 * @param address IPv4, or IPv6, of which the /64 counts: one subscriber has at least that much
 */
export function hashSource(secrets: Secrets, address: string): string {
  return keyedHash(secrets.device, 'source', networkOf(address), 16);
}

/** An API key is 256 random bits, so the hash only keeps a read table from being a set of keys. */
export function hashApiKey(secrets: Secrets, apiKey: string): string {
  return keyedHash(secrets.device, 'api-key', apiKey, 32);
}

/** R12.2: the table knows a recovery token by this hash alone. */
export function hashRecoveryToken(secrets: Secrets, token: string): string {
  return keyedHash(secrets.device, 'recovery-token', token, 32);
}

/**
 * What was asked under an `Idempotency-Key`; keyed, because bodies hold addresses and imported keys.
 *
 * @param route names the call with its path parameters
 * @param body as its schema has read it; the order of its fields tells nothing
 */
export function hashRequest(secrets: Secrets, route: string, body: unknown): string {
  return keyedHash(secrets.device, 'request', `${route}\0${JSON.stringify(sortFields(body))}`, 32);
}

function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortFields);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, entry]) => [name, sortFields(entry)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The `dev` claim of a lease. Not keyed: the client must make it again offline to see that a lease is its own.
 * It is never stored and never logged (R10.5).
 *
 * @returns SHA-256 as 43 base64url characters
 */
export function hashLeaseDevice(device: SentDevice): string {
  return hash('sha256', deviceText(device), 'base64url');
}

function networkOf(address: string): string {
  const [bare = ''] = address.trim().toLowerCase().split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped !== undefined || !bare.includes(':')) {
    return mapped ?? bare;
  }
  const [head = '', tail] = bare.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  const groups = [...front, ...zeros, ...back].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
