import type { Api } from './api.ts';
import type { ExitCode } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** One option of a command. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** May be given several times. */
  readonly multiple?: true;
  /** What stands for the value in the help: `FILE`. */
  readonly value?: string;
  readonly help: string;
  readonly required?: true;
}

export type Options = Readonly<Record<string, Option>>;

type Value<O extends Option> = O['type'] extends 'boolean' ? boolean : O['multiple'] extends true ? string[] : string;

/** The options that were given, by name. */
export type Given<O extends Options> = {
  readonly [N in keyof O]: O[N]['required'] extends true ? Value<O[N]> : Value<O[N]> | undefined;
};

/** What a command works with. */
export interface Call<O extends Options = Options> {
  /** What stands behind the name of the command, one for each of its `operands`. */
  readonly operands: readonly string[];
  readonly options: Given<O>;
  readonly terminal: Terminal;
  /** The profile that was asked for with `--profile` or LATCHKEY_PROFILE, else "default". */
  readonly profile: string;
  /** The service of the profile; opened by the first command that asks for it. */
  readonly api: () => Promise<Api>;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** A command as the help shows it and the program runs it. */
export interface Command<O extends Options = Options> {
  /** `keys create` */
  readonly name: string;
  readonly summary: string;
  /** Names of what must stand behind the command; one that ends in `…` takes one or more. */
  readonly operands: readonly string[];
  readonly options: O;
  /** More to know, below the options. */
  readonly details?: string;
  run(call: Call<O>): Promise<ExitCode>;
}

/** Keeps the types of a command's options; a list of commands knows them as options like any. */
export function command<const O extends Options>(definition: Command<O>): Command {
  return definition;
}
