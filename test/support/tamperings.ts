import type { Key } from '../../functions/store/keys.ts';
import type { PlainItem } from '../../functions/store/read-plain.ts';
import type { Write } from '../../functions/store/transaction.ts';

/** A sealed entry of the audit as the table has it. */
export type EntryItem = PlainItem & Key;

/** What somebody who can write to the table may do to two different entries. */
export const TAMPERINGS: Readonly<Record<string, (one: EntryItem, other: EntryItem) => readonly Write[]>> = {
  'delete an entry': (one) => [{ remove: one }],
  'edit what happened': (one) => [replace(one, { d: { days: 3 } })],
  'edit who did it': (one) => [replace(one, { a: 'somebody else' })],
  'edit when it happened': (one) => [replace(one, { t: Number(one.t) - 1 })],
  'take away a reason': (one) => [replace(one, { r: null })],
  'add what was never there': (one) => [replace(one, { b: { expiresAt: 1 } })],
  'swap two places in the chain': (one, other) => [
    replace(one, { s: other.s, h: other.h }),
    replace(other, { s: one.s, h: one.h }),
  ],
  'swap two contents': (one, other) => [
    { put: keyOf(one), item: { ...other, s: one.s, h: one.h } },
    { put: keyOf(other), item: { ...one, s: other.s, h: other.h } },
  ],
  'swap two reasons': (one, other) => [replace(one, { r: other.r }), replace(other, { r: one.r })],
  'unseal an entry': (one) => [replace(one, { s: null, h: null })],
  'copy an entry': (one) => [{ put: { pk: one.pk, sk: `${one.sk}x` }, item: one }],
  'overwrite an entry by another': (one, other) => [{ put: keyOf(one), item: other }],
};

/** Where an item stands. */
export function keyOf({ pk, sk }: Key): Key {
  return { pk, sk };
}

function replace(item: EntryItem, over: PlainItem): Write {
  return { put: keyOf(item), item: { ...item, ...over } };
}

/** The writes that undo a tampering with two entries. */
export function undo(one: EntryItem, other: EntryItem): readonly Write[] {
  return [
    ...[one, other].map((item): Write => ({ put: keyOf(item), item })),
    ...[one, other].map(({ pk, sk }): Write => ({ remove: { pk, sk: `${sk}x` } })),
  ];
}
