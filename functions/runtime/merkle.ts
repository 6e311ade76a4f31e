import { createHash } from 'node:crypto';

/** Prefixes that keep a leaf from being taken for a node (RFC 6962, section 2.1). */
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * The root of a Merkle tree over texts in their order, as in RFC 6962: SHA-256, base64url.
 * @returns the hash of nothing for no text
 */
export function merkleRoot(texts: readonly string[]): string {
  let level = texts.map((text) => sha256(LEAF, Buffer.from(text, 'utf8')));
  if (level.length === 0) return sha256().toString('base64url');
  while (level.length > 1) level = joinPairs(level);
  return level[0]?.toString('base64url') ?? '';
}

/** One level up. A node without a partner moves up as it is, which gives the same tree as the definition by halves. */
function joinPairs(level: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = level.slice(at, at + 2);
    if (left !== undefined) above.push(right === undefined ? left : sha256(NODE, left, right));
  }
  return above;
}
