/** What an audit entry consists of, as it is stored. */
export type Content = string | number | boolean | null | undefined | Uint8Array | readonly Content[] | ContentMap;

export interface ContentMap {
  readonly [name: string]: Content;
}

/**
 * One text for one content, whatever order its names were stored in: names sorted, nothing between the parts, and
 * nothing where a value is null, since the table keeps no null either. Inside lists null stays, so that positions do.
 */
export function canonicalText(content: Content): string {
  if (content === null || content === undefined) return 'null';
  if (typeof content !== 'object') return JSON.stringify(content);
  if (content instanceof Uint8Array) return canonicalText([...content]);
  if (isList(content)) return `[${content.map(canonicalText).join()}]`;
  const names = Object.keys(content).filter((name) => content[name] !== null && content[name] !== undefined);
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(content[name])}`)
    .join()}}`;
}

function isList(content: readonly Content[] | ContentMap): content is readonly Content[] {
  return Array.isArray(content);
}

/** A place in a license's chain: the entry's sequence, from 1, and the hash that covers it and all before it. */
export interface Link {
  readonly sequence: number;
  readonly hash: string;
}

/** Where a chain begins. */
export const NO_LINK: Link = { sequence: 0, hash: '' };

/**
 * The text whose hash seals an entry (R14.1): it names the license, the place and the link before, so that an entry can
 * neither be altered nor dropped, moved or put into another license's chain without breaking what follows.
 */
export function sealText(license: string, previous: Link, content: ContentMap): string {
  return canonicalText([license, previous.sequence + 1, previous.hash, content]);
}
