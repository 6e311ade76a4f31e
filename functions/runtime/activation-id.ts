import { timingSafeEqual } from 'node:crypto';
import { macUnder } from './mac.ts';
import type { Secrets } from './secrets.ts';

/** What an activation id says; with it the service finds the license and the slot in one round trip. */
export interface ActivationKey {
  /** `lic_` and 16 base64url characters */
  license: string;
  /** 22 base64url characters */
  device: string;
  /** family of products, which with the device names the slot */
  family: string;
  /** 22 base64url characters: 128 random bits */
  nonce: string;
}

const PREFIX = 'act_';
const LICENSE_PREFIX = 'lic_';
const VERSION = 1;
const MAX = 400;

/** Layout in bytes: version 1, license 12, device 16, nonce 16, MAC 16, family. */
const LICENSE_AT = 1;
const DEVICE_AT = 13;
const NONCE_AT = 29;
const MAC_AT = 45;
const FAMILY_AT = 61;

function bytesOf(text: string, count: number, name: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== count || bytes.toString('base64url') !== text) {
    throw new TypeError(`activation id: ${name} is not ${count} bytes of base64url`);
  }
  return bytes;
}

function macOf(secrets: Secrets, bytes: Uint8Array): Buffer {
  const signed = Buffer.concat([bytes.subarray(0, MAC_AT), bytes.subarray(FAMILY_AT)]);
  return macUnder(secrets.device).update('latchkey/activation-id\0').update(signed).digest().subarray(0, 16);
}

/**
 * @returns an opaque id that nobody can guess (128 random bits) or forge (a MAC of 128 bits)
 * @throws {TypeError} on parts of the wrong shape, which is a fault of the caller
 */
export function makeActivationId(secrets: Secrets, key: ActivationKey): string {
  if (!key.license.startsWith(LICENSE_PREFIX) || key.family === '') {
    throw new TypeError('activation id: not a license id, or no family');
  }
  const bytes = Buffer.concat([
    Buffer.from([VERSION]),
    bytesOf(key.license.slice(LICENSE_PREFIX.length), 12, 'license'),
    bytesOf(key.device, 16, 'device'),
    bytesOf(key.nonce, 16, 'nonce'),
    Buffer.alloc(16),
    Buffer.from(key.family, 'utf8'),
  ]);
  macOf(secrets, bytes).copy(bytes, MAC_AT);
  const id = PREFIX + bytes.toString('base64url');
  if (id.length > MAX) {
    throw new TypeError('activation id: the family is too long');
  }
  return id;
}

/**
 * Reads an id as a client sent it, so that a forged one costs no read of the table.
 *
 * @param typed any text
 * @returns null for everything that this service has not made, in constant time as to the MAC; never throws
 */
export function readActivationId(secrets: Secrets, typed: string): ActivationKey | null {
  if (!typed.startsWith(PREFIX) || typed.length > MAX) {
    return null;
  }
  const encoded = typed.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64url');
  // Only the canonical form is an id: otherwise one activation would have several.
  if (bytes.length <= FAMILY_AT || bytes[0] !== VERSION || bytes.toString('base64url') !== encoded) {
    return null;
  }
  if (!timingSafeEqual(macOf(secrets, bytes), bytes.subarray(MAC_AT, FAMILY_AT))) {
    return null;
  }
  return {
    license: LICENSE_PREFIX + bytes.subarray(LICENSE_AT, DEVICE_AT).toString('base64url'),
    device: bytes.subarray(DEVICE_AT, NONCE_AT).toString('base64url'),
    nonce: bytes.subarray(NONCE_AT, MAC_AT).toString('base64url'),
    family: bytes.subarray(FAMILY_AT).toString('utf8'),
  };
}
