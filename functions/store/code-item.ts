import type { License } from '../core/license.ts';
import type { PepperedHash } from '../runtime/hashing.ts';
import type { Database } from './client.ts';
import { codeKey } from './keys.ts';
import type { CodeEntry } from './licenses.ts';
import { readItems } from './read.ts';
import { readText } from './read-plain.ts';
import { isNew, type Write } from './transaction.ts';

/**
 * The write that lets a new code lead to a license; it fails where the code leads somewhere already. An old one goes on
 * leading to it and is told from the new one by its lower version, so that it answers `code_rotated` (R12.2).
 * @param license as it is with the new code
 */
export function codeWrite(license: Pick<License, 'id' | 'codeVersion'>, hashed: PepperedHash): Write {
  return { ...rekeyWrite({ license: license.id, codeVersion: license.codeVersion }, hashed), expression: isNew() };
}

/** The write of a code under another pepper (R1.5). */
export function rekeyWrite(
  { license, codeVersion }: Pick<CodeEntry, 'license' | 'codeVersion'>,
  { version, hash }: PepperedHash,
) {
  return { put: codeKey(version, hash), item: { l: license, v: codeVersion } };
}

/**
 * The license that a code leads to, by its hash alone; null for none. A code that was just made leads to one only if the
 * try that made it was committed unheard.
 */
export async function readLicenseOf(database: Database, { version, hash }: PepperedHash): Promise<string | null> {
  const key = codeKey(version, hash);
  const item = (await readItems(database, [key], true)).get(key);
  return item === undefined ? null : readText(item, 'l');
}
