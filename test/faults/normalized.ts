import { createHash } from 'node:crypto';
import { SECOND } from '../../functions/core/instant.ts';
import { fromItem, type Item } from '../../functions/store/attribute.ts';
import type { PlainItem } from '../../functions/store/read-plain.ts';
import type { TableState } from './table-state.ts';

/** Random ids, hashes and names that contain them. */
const TOKEN = /[\w-]{15,}/g;
/** The order of an audit entry, which every try takes anew. */
const ORDER = /\b\d{17}(?=#evt_)/g;
/** A client that was locked out comes back within this time. */
const MOMENTS = 600 * SECOND;
/** The shard that an id falls into. */
const SHARD = /#\d\d(?=["#])/g;
const HINT = /\*{5}-[0-9A-Z]{5}/g;

/**
 * A table as text in which only what matters is left: random ids have names that say where they stand, so that an id in
 * two items must be the same in both, and instants that lie within minutes are one.
 * @param before what was there before; its ids stay as they are
 * @param drifts instants that lie ahead are the same within minutes too
 */
export function normalize(state: TableState, before: TableState, now: number, drifts = false): readonly string[] {
  const old = [...before.values()].map((item) => JSON.stringify(item)).join();
  const known = new Set(old.match(TOKEN) ?? []);
  const hints = new Set(old.match(HINT) ?? []);
  // Whoever asks again with a token that is spent has guessed once, for what is counted against guessing.
  const lasting = [...state.values()].filter(({ pk }) => !pk?.S?.startsWith('X#unknown#'));
  const texts = lasting.map((item) =>
    textOf(item, now, drifts).replaceAll(HINT, (hint) => (hints.has(hint) ? hint : 'hint')),
  );
  const isFresh = (token: string) => !known.has(token) && !/^[\d-]+$/.test(token);
  const places = new Map<string, string[]>();
  for (const text of texts) {
    const masked = text.replaceAll(TOKEN, (token) => (isFresh(token) ? '?' : token));
    let at = 0;
    for (const token of (text.match(TOKEN) ?? []).filter(isFresh)) {
      at += 1;
      places.set(token, [...(places.get(token) ?? []), `${at} of ${masked}`]);
    }
  }
  const names = new Map([...places].map(([token, where]) => [token, digest(where.toSorted().join('\n'))]));
  return texts.map((text) => text.replaceAll(TOKEN, (token) => names.get(token) ?? token)).toSorted();
}

function textOf(item: Item, now: number, drifts: boolean): string {
  const plain = fromItem(item);
  const { w: _order, ttl, ...rest } = plain;
  const lasting = {
    ...(typeof ttl === 'number' && { ttl: Math.floor((ttl * SECOND - now) / MOMENTS) }),
    // How long a token of a recovery is good: from when its mail was made last.
    ...(String(plain.pk).startsWith('T#') &&
      typeof plain.z === 'number' && { z: Math.floor((plain.z - now) / MOMENTS) }),
  };
  const kept = String(plain.pk).startsWith('J#') ? rest : isQueue(plain) ? { ...plain, v: null } : plain;
  return JSON.stringify({ ...kept, ...lasting }, sortFields)
    .replaceAll(ORDER, '~')
    .replaceAll(SHARD, '#nn')
    .replaceAll(/\b\d{13,14}\b/g, (digits) => {
      const passed = Number(digits) - now;
      if (passed >= 0 && passed < MOMENTS) return 'now';
      return drifts && passed > 0 ? `now and ${Math.floor(passed / MOMENTS)}` : digits;
    });
}

/** The head of a webhook queue counts how often something was put into it, also when it was there already. */
function isQueue({ pk, sk }: PlainItem): boolean {
  return String(pk).startsWith('Y#') && sk === 'Q';
}

function sortFields(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const held = this[name];
  if (held instanceof Uint8Array) return Buffer.from(held).toString('base64url');
  // A map has no order in the table, so the text that is made of one has no certain order either.
  if (typeof value === 'string' && value.startsWith('{')) return JSON.parse(value) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function digest(text: string): string {
  return `id-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}
