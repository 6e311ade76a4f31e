import type { Command, Options } from './command.ts';

/** Options of every command. */
export const COMMON: Options = {
  json: { type: 'boolean', help: 'answer in JSON, for scripts' },
  profile: { type: 'string', value: 'NAME', help: 'the profile to use (LATCHKEY_PROFILE; "default")' },
  help: { type: 'boolean', help: 'show this' },
};

const EXITS = `Exit codes: 0 done, 1 refused by the service, 2 wrong use, 3 service unreachable, 4 not signed in or not
allowed, 5 an audit is not whole, 6 changes that nobody has agreed to, 7 something else failed.`;

/** The list of commands. */
export function describeAll(commands: readonly Command[]): string {
  const lines = commands.map((one) => [[one.name, ...one.operands].join(' '), one.summary] as const);
  return [
    'Usage: latchkey COMMAND [options]',
    '',
    ...columns(lines),
    '',
    'latchkey COMMAND --help shows help for a command. --json answers in JSON, --profile NAME uses another profile.',
    'latchkey --version shows the version.',
    EXITS,
  ].join('\n');
}

/** One command with its options. */
export function describeCommand({ name, operands, summary, options, details }: Command): string {
  return [
    `Usage: latchkey ${[name, ...operands].join(' ')}${Object.keys(options).length > 0 ? ' [options]' : ''}`,
    '',
    summary,
    '',
    ...columns(optionLines({ ...options, ...COMMON })),
    ...(details === undefined ? [] : ['', details]),
  ].join('\n');
}

function optionLines(options: Options): readonly (readonly [string, string])[] {
  return Object.entries(options).map(([name, { value, help, required, multiple }]) => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    `${help}${required ? ' (required)' : ''}${multiple ? ' (may be repeated)' : ''}`,
  ]);
}

function columns(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
