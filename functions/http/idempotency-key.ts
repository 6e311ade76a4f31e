import { type Refusal, refuse } from '../core/refusal.ts';

const KEY = /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** Where the key stands, as a pointer: headers have a branch of their own beside the body's fields. */
const POINTER = '/headers/idempotency-key';

/**
 * Reads the `Idempotency-Key` header: 1 to 255 printable ASCII characters.
 * @returns undefined when there is none
 */
export function readIdempotencyKey(
  headers: Readonly<Record<string, string | undefined>>,
): string | undefined | Refusal {
  const key = headers['idempotency-key'];
  if (key === undefined || KEY.test(key)) return key;
  return refuse('request_invalid', {
    errors: [{ pointer: POINTER, detail: 'Must be 1 to 255 printable ASCII characters.' }],
  });
}
