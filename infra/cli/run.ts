import { parseArgs } from 'node:util';
import { VERSION } from '../../functions/runtime/version.ts';
import { openApi } from './api.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT, type ExitCode, Failure, misuse } from './failure.ts';
import { COMMON, describeAll, describeCommand } from './help.ts';
import { profileName, readProfile } from './profile.ts';
import { openTerminal, type Terminal } from './terminal.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Runs one command line. @returns how it ended */
export async function run(words: readonly string[], variables: Variables): Promise<ExitCode> {
  const terminal = openTerminal(words.includes('--json'));
  try {
    const found = findCommand(words);
    if (found === undefined) return showHelp(words, terminal);
    return await runCommand(found, words.slice(found.name.split(' ').length), terminal, variables);
  } catch (fault) {
    const { message, exit, problem } = asFailure(fault);
    terminal.tell(terminal.json ? JSON.stringify({ error: message, exit, problem }) : message);
    return exit;
  }
}

/** What a file system or AWS has to say, without the places in this program that a person can do nothing with. */
function asFailure(fault: unknown): Failure {
  if (fault instanceof Failure) return fault;
  return new Failure(EXIT.unexpected, fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault));
}

function findCommand(words: readonly string[]): Command | undefined {
  return COMMANDS.find(({ name }) => name.split(' ').every((word, at) => words[at] === word));
}

function showHelp(words: readonly string[], terminal: Terminal): ExitCode {
  const [first] = words.filter((word) => !word.startsWith('-'));
  const group = COMMANDS.filter(({ name }) => name.split(' ')[0] === first);
  if (first !== undefined && first !== 'help' && group.length === 0) {
    throw misuse(`There is no command "${first}". latchkey --help lists them.`);
  }
  if (words.includes('--version')) {
    terminal.out(terminal.json ? JSON.stringify({ version: VERSION }) : VERSION);
    return EXIT.done;
  }
  const asked = words.length === 0 || words.includes('--help') || words.includes('-h') || first === 'help';
  const text = describeAll(group.length === 0 ? COMMANDS : group);
  if (asked) terminal.out(text);
  else terminal.tell(text);
  return asked ? EXIT.done : EXIT.usage;
}

async function runCommand(
  found: Command,
  words: readonly string[],
  terminal: Terminal,
  variables: Variables,
): Promise<ExitCode> {
  if (words.includes('--help') || words.includes('-h')) {
    terminal.out(describeCommand(found));
    return EXIT.done;
  }
  const { values, positionals } = parse(found, words);
  checkOperands(found, positionals);
  const missing = Object.entries(found.options).filter(
    ([name, { required }]) => required && values[name] === undefined,
  );
  if (missing.length > 0)
    throw misuse(`Missing: ${missing.map(([name]) => `--${name}`).join(', ')}. See latchkey ${found.name} --help.`);
  const asked = typeof values.profile === 'string' ? values.profile : undefined;
  return found.run({
    operands: positionals,
    options: values,
    terminal,
    variables,
    profile: profileName(variables, asked),
    api: async () => {
      const { url, key } = await readProfile(variables, asked);
      return openApi(url, key);
    },
  });
}

function parse(found: Command, words: readonly string[]): { values: Record<string, never>; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries({ ...found.options, ...COMMON }).map(([name, { type, multiple = false }]) => [
      name,
      { type, multiple },
    ]),
  );
  try {
    // What parseArgs gives for these options is what `Given` says of them.
    return parseArgs({ args: [...words], options, allowPositionals: true }) as ReturnType<typeof parse>;
  } catch (fault) {
    throw misuse(`${(fault as Error).message} See latchkey ${found.name} --help.`);
  }
}

function checkOperands({ name, operands }: Command, given: readonly string[]): void {
  const least = operands.filter((operand) => !operand.startsWith('[')).length;
  const most = operands.at(-1)?.includes('…') ? Number.POSITIVE_INFINITY : operands.length;
  if (given.length >= least && given.length <= most) return;
  throw misuse(`Wanted: latchkey ${[name, ...operands].join(' ')}. See latchkey ${name} --help.`);
}
