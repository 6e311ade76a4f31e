import type { ActivationCommand, ActivationOutcome } from '../core/activation/command.ts';
import { decideActivation } from '../core/activation/decide.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { mayHandOver } from '../core/seats-taken-over.ts';
import { settleStart } from '../core/take-over.ts';
import { hasEnded } from '../core/term.ts';
import { changesSomething } from '../core/transition.ts';
import type { Authorship } from '../store/audit-item.ts';
import { rekeyWrite } from '../store/code-item.ts';
import { commit, type Ledger } from '../store/commit.ts';
import { writeAliases } from '../store/devices.ts';
import type { LicenseReader } from '../store/licenses.ts';
import { withRetries } from '../store/retry.ts';
import { persistDueTakeOvers } from '../store/take-overs.ts';
import type { Write } from '../store/transaction.ts';
import { type ActivationQuestion, type LoadedActivation, loadActivation } from './load.ts';
import { releaseMail } from './release-mail.ts';

/** What became of an activation, with what it was decided on. */
export interface Activated {
  readonly loaded: LoadedActivation;
  readonly outcome: ActivationOutcome;
  /** Whether a mail to the owner waits (R4.3). */
  readonly mailed: boolean;
}

/**
 * Loads, decides and commits an activation until nobody interferes. A refusal counts only when it rests on strong reads
 * (R2.8): whoever has just paid is never refused. After trouble it is decided once more as well, since a write that was
 * given up may land between two reads: the device would be refused the seat that it has just got.
 */
export async function activate(
  store: { readonly reader: LicenseReader; readonly ledger: Ledger },
  question: ActivationQuestion,
  command: Omit<ActivationCommand, 'license' | 'codeRotated' | 'previous'>,
  authorship: Authorship,
): Promise<Activated | Refusal> {
  return withRetries(async (again) => {
    const first = await attempt(store, question, command, authorship, again);
    return isMereRefusal(first, again) || (!again && tellsEnd(first))
      ? attempt(store, question, command, authorship, true)
      : first;
  });
}

/** Whether nothing came of an attempt, not even a seat freed for a later one (R4.4). */
function isMereRefusal(tried: Activated | Refusal, strong: boolean): boolean {
  if (isRefusal(tried)) return true;
  const { refusal, transition } = tried.outcome;
  return refusal !== null && !(strong && transition !== null && changesSomething(transition));
}

/**
 * Whether nothing is written, and a device hears that its license has ended: it may have been paid for just now (R2.8).
 */
function tellsEnd(tried: Activated | Refusal): boolean {
  if (isRefusal(tried)) return false;
  const { loaded, outcome } = tried;
  const license = loaded.world.licenses.get(loaded.command.license);
  const writes = outcome.transition !== null && changesSomething(outcome.transition);
  const { now, licenses } = loaded.world;
  return !writes && license !== undefined && hasEnded(settleStart(license, licenses, now), now);
}

async function attempt(
  { reader, ledger }: { readonly reader: LicenseReader; readonly ledger: Ledger },
  question: ActivationQuestion,
  command: Omit<ActivationCommand, 'license' | 'codeRotated' | 'previous'>,
  authorship: Authorship,
  strong: boolean,
): Promise<Activated | Refusal> {
  const loaded = await loadSettled({ reader, ledger }, question, authorship, strong);
  if (isRefusal(loaded)) return loaded;
  const outcome = decideActivation(loaded.world, { ...command, ...loaded.command });
  const { transition } = outcome;
  // What an old read refuses is decided again before anything is written.
  if (transition !== null && changesSomething(transition) && (outcome.refusal === null || strong)) {
    const extra = outcome.refusal === null ? belongings(loaded, outcome.slot.device, question) : [];
    const mail = releaseMail(loaded, transition, authorship, command.nonce);
    await commit(ledger, transition, authorship, [...extra, ...mail]);
    return { loaded, outcome, mailed: mail.length > 0 };
  }
  return { loaded, outcome, mailed: false };
}

/**
 * The world of an activation in which nobody sits any more on a seat of the license from which a reserve has taken
 * over, though the sweep may be late (R6.5): further reads only from the end of the license until the sweep has been
 * there.
 */
async function loadSettled(
  { reader, ledger }: { readonly reader: LicenseReader; readonly ledger: Ledger },
  question: ActivationQuestion,
  authorship: Authorship,
  strong: boolean,
): Promise<LoadedActivation | Refusal> {
  const loaded = await loadActivation(reader, question, strong);
  const license = isRefusal(loaded) ? undefined : loaded.world.licenses.get(loaded.command.license);
  if (license === undefined || !mayHandOver(license, question.now)) return loaded;
  const persisted = await persistDueTakeOvers({ licenses: reader, ledger }, license, authorship);
  return persisted ? loadActivation(reader, question, true) : loaded;
}

/**
 * What is written beside the transition: how the device is known (R10.2), and the code under the current pepper (R1.5).
 */
function belongings(
  { world, traces, entry }: LoadedActivation,
  device: string,
  question: ActivationQuestion,
): readonly Write[] {
  const [current] = question.code;
  const aliases = writeAliases(question.product.family, device, world.identity, traces);
  if (current === undefined || current.version === entry.pepperVersion) return aliases;
  return [...aliases, rekeyWrite(entry, current)];
}
