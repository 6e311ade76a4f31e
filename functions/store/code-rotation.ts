import type { License } from '../core/license.ts';
import type { Database } from './client.ts';
import { codeKey } from './keys.ts';
import type { CodeHash } from './licenses.ts';
import { readItems } from './read.ts';
import { readText } from './read-plain.ts';
import { isNew, type Write } from './transaction.ts';

/**
 * The write that lets a new code lead to a license. The old one goes on leading to it and is told from the new one by its
 * lower version, so that it answers `code_rotated` (R12.2).
 * @param rotated the license as it is after the rotation
 */
export function codeWrite({ id, codeVersion }: License, { version, hash }: CodeHash): Write {
  return { put: codeKey(version, hash), item: { l: id, v: codeVersion }, expression: isNew() };
}

/**
 * The license that a code leads to, by its hash alone; null for none. A code that was just made leads to one only if the
 * try that made it was committed unheard.
 */
export async function readLicenseOf(database: Database, { version, hash }: CodeHash): Promise<string | null> {
  const key = codeKey(version, hash);
  const item = (await readItems(database, [key], true)).get(key);
  return item === undefined ? null : readText(item, 'l');
}
