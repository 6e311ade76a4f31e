import { nextDue } from '../due.ts';
import type { LicenseEvent } from '../event.ts';
import type { Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { mayHandOver } from '../seats-taken-over.ts';
import { visit } from '../sweep.ts';

/** Who wants a license changed, and why (R9.4). */
export interface Instruction {
  readonly now: Instant;
  readonly actor: string;
  readonly reason: string;
}

/** A license as an instruction leaves it; without events nothing has changed. */
export interface Operated {
  readonly license: License;
  readonly events: readonly LicenseEvent[];
}

/** One kind of instruction, decided for a license that is not revoked. Null: there is nothing to change. */
export type Operation = (license: License, instruction: Instruction) => Operated | Refusal | null;

/**
 * Carries out an instruction: what was due before it is done first, so that nothing due is skipped (R13.1); after
 * revocation everything is `license_revoked` (R9.3), and what is so already is left as it is (R9.4).
 * @param license with its start settled: a reserve that has taken over unnoticed runs already (R6.3)
 */
export function operate(license: License, instruction: Instruction, operation: Operation): Operated | Refusal {
  if (license.revoked !== null) return refuse('license_revoked');
  const visited = visit(license, instruction.now);
  const done = operation(visited.license, instruction);
  if (done === null) return { license, events: [] };
  if (isRefusal(done)) return done;
  // An instruction does what is due of the license alone: take-overs behind it are left to the sweep (R6.5).
  const after = mayHandOver(license, instruction.now) ? { ...done.license, recheckAt: instruction.now } : done.license;
  return { license: { ...after, due: nextDue(after) }, events: [...visited.events, ...done.events] };
}
