import { EXIT, type ExitCode } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** The option that says yes beforehand, of commands that ask. */
export const YES = { type: 'boolean', help: 'do not ask' } as const;

/**
 * Asks whether something shall be done that cannot simply be undone.
 * @returns null once somebody has agreed, else the exit code of what nobody has agreed to
 */
export async function askFirst(terminal: Terminal, what: string): Promise<ExitCode | null> {
  const answer = terminal.asks ? await terminal.ask(`${what}? [y/N] `) : '';
  if (['y', 'yes'].includes(answer.trim().toLowerCase())) return null;
  terminal.tell('Nothing was done. Where nobody can be asked, --yes says that it is meant.');
  return EXIT.pending;
}
