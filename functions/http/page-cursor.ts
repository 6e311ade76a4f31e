import { type Refusal, refuse } from '../core/refusal.ts';
import { makeCursor, readCursor } from '../runtime/cursor.ts';
import type { Secrets } from '../runtime/secrets.ts';

/**
 * The place at which a page begins.
 * @param list names the list with its filters
 * @returns null for the first page, a refusal for a cursor that was not made for this list
 */
export function readPlace(
  secrets: Secrets,
  list: string,
  cursor: string | null | undefined,
): { readonly place: string | null } | Refusal {
  if (cursor === undefined || cursor === null) return { place: null };
  const place = readCursor(secrets, list, cursor);
  if (place !== null) return { place };
  const detail = 'Must be the value of `next` in an answer to the same list.';
  return refuse('request_invalid', { errors: [{ pointer: '/cursor', detail }] });
}

/** The `next` of an answer; null at the end. */
export function nextCursor(secrets: Secrets, list: string, place: string | null): string | null {
  return place === null ? null : makeCursor(secrets, list, place);
}
