import { timingSafeEqual } from 'node:crypto';
import { macUnder } from './mac.ts';
import type { Secrets } from './secrets.ts';

const MAC_BYTES = 12;

function macOf(secrets: Secrets, list: string, place: Uint8Array): Buffer {
  const mac = macUnder(secrets.device).update(`latchkey/cursor\0${list}\0`).update(place).digest();
  return mac.subarray(0, MAC_BYTES);
}

/**
 * The value with which a client asks for the next page.
 *
 * @param list names the list with its filters; the cursor is of no use for another one
 * @param place where the next page begins, as the store tells it
 */
export function makeCursor(secrets: Secrets, list: string, place: string): string {
  const bytes = Buffer.from(place, 'utf8');
  return Buffer.concat([macOf(secrets, list, bytes), bytes]).toString('base64url');
}

/** The place in a cursor that this service made for this list; null for any other text. */
export function readCursor(secrets: Secrets, list: string, cursor: string): string | null {
  const bytes = Buffer.from(cursor, 'base64url');
  const [mac, place] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)];
  if (place.length === 0 || !timingSafeEqual(mac, macOf(secrets, list, place))) return null;
  return place.toString('utf8');
}
