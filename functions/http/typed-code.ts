import { readCode } from '../core/code.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { hashCode, hashImportedKey, type PepperedHash } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';

/** Imported keys have at least this many characters (docs/api.md). */
const SHORTEST_IMPORTED_KEY = 16;

/** A typed code as the table can look for it, and what to answer when nothing is found. */
export interface TypedCode {
  readonly hashes: readonly PepperedHash[];
  readonly unknown: Refusal;
}

/**
 * Reads a code as a person typed it (R1.3). A malformed one is refused before any look-up (R1.4), unless keys of other
 * formats were imported: those are matched exactly, after trimming.
 * @param hasImports whether this service holds imported keys
 */
export async function readTypedCode(
  secrets: Secrets,
  typed: string,
  hasImports: () => Promise<boolean>,
): Promise<TypedCode | Refusal> {
  const read = readCode(typed);
  const own = 'problem' in read ? [] : hashCode(secrets, read.code);
  const unknown = 'problem' in read ? refuseMalformed(read) : refuse('code_unknown');
  const key = typed.trim();
  const imported = key.length >= SHORTEST_IMPORTED_KEY && (await hasImports()) ? hashImportedKey(secrets, key) : [];
  const hashes = [...own, ...imported];
  return hashes.length === 0 ? unknown : { hashes, unknown };
}

function refuseMalformed({ problem, position }: { problem: string; position?: number }): Refusal {
  return refuse('code_malformed', { problem, ...(position !== undefined && { position }) });
}
