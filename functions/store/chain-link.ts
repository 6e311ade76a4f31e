import { createHash } from 'node:crypto';
import { type Link, NO_LINK, sealText } from '../core/chain.ts';
import { auditKey, type Key } from './keys.ts';
import { type PlainItem, readNumber, readOptionalNumber, readOptionalText, readText } from './read-plain.ts';

/** Sort keys of audit entries lie between these; the head of the chain stands behind them in the same partition. */
export const ENTRIES = { from: '0', to: ':' } as const;

export const headKey = (license: string): Key => ({ pk: `J#${license}`, sk: 'HEAD' });

/** What an entry gets after its commit; everything else in it is covered by its hash. */
const AFTERWARDS = new Set(['pk', 'sk', 'dueP', 'dueS', 's', 'h', 'k']);

/** The last link of a license's chain, and where the publisher goes on. */
export interface Head extends Link {
  /** No entry before this sort key is both sealed and unpublished. */
  readonly openFrom: string;
  /** Since when the head waits for the anchor of its day; null when no seal has followed the last anchor. */
  readonly due: string | null;
  /** The last day whose anchor names the head; null before the first. */
  readonly anchoredOn: string | null;
}

export function readHead(item: PlainItem | undefined): Head {
  if (item === undefined) return { ...NO_LINK, openFrom: ENTRIES.from, due: null, anchoredOn: null };
  return {
    sequence: readNumber(item, 'n'),
    hash: readText(item, 'h'),
    openFrom: readText(item, 'o'),
    due: readOptionalText(item, 'dueS'),
    anchoredOn: readOptionalText(item, 'z'),
  };
}

/** The link of a sealed entry; null while it is not sealed. */
export function linkOf(item: PlainItem): Link | null {
  const sequence = readOptionalNumber(item, 's');
  return sequence === null ? null : { sequence, hash: readOptionalText(item, 'h') ?? '' };
}

/** The link that seals an entry behind another (R14.1): SHA-256 over the entry as it is stored, 43 characters. */
export function linkAfter(license: string, previous: Link, item: PlainItem): Link {
  const content = Object.fromEntries(Object.entries(item).filter(([name]) => !AFTERWARDS.has(name)));
  const hash = createHash('sha256')
    .update(sealText(license, previous, content), 'utf8')
    .digest('base64url');
  return { sequence: previous.sequence + 1, hash };
}

/** Whether an entry stands under its own key; an entry that was moved does not. */
export function isAtHome(license: string, item: PlainItem & Key): boolean {
  return auditKey(license, readNumber(item, 'w'), readText(item, 'e')).sk === item.sk;
}
