import type { License } from '../core/license.ts';
import { codeKey } from './keys.ts';
import type { CodeHash } from './licenses.ts';
import { isNew, type Write } from './transaction.ts';

/**
 * The write that lets a new code lead to a license. The old one goes on leading to it and is told from the new one by its
 * lower version, so that it answers `code_rotated` (R12.2).
 * @param rotated the license as it is after the rotation
 */
export function codeWrite({ id, codeVersion }: License, { version, hash }: CodeHash): Write {
  return { put: codeKey(version, hash), item: { l: id, v: codeVersion }, expression: isNew() };
}
