/** What a script can tell from how a command ended (docs/cli.md). */
export const EXIT = {
  done: 0,
  /** The service refused, and said why. */
  refused: 1,
  /** The command, its options or a file of its own are wrong; nothing was sent. */
  usage: 2,
  /** The service did not answer, or not in time, however often it was asked. */
  unreachable: 3,
  /** The API key is missing, unknown or not allowed to do this. */
  denied: 4,
  /** An audit chain is not whole, or not the one that was anchored. */
  broken: 5,
  /** There are changes that nobody has agreed to. */
  pending: 6,
  /** Something outside: a file that cannot be written, AWS credentials that do not suffice. */
  unexpected: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command: its exit code, what a person is told, and what a script is told with `--json`. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: ExitCode;
  readonly problem: unknown;

  constructor(exit: ExitCode, message: string, problem?: unknown) {
    super(message);
    this.exit = exit;
    this.problem = problem;
  }
}

/** A mistake in how the command was called. */
export function misuse(message: string): Failure {
  return new Failure(EXIT.usage, message);
}
