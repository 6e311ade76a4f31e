import type { Given, Options } from './command.ts';
import { misuse } from './failure.ts';

/** Where the table is that a command works on with AWS credentials instead of an API key. */
export const TABLE_OPTIONS = {
  table: { type: 'string', value: 'TABLE', help: 'the name of the table (LATCHKEY_TABLE)' },
} as const satisfies Options;

type Variables = Readonly<Record<string, string | undefined>>;

/** The table as options or variables name it. */
export function readTable(
  options: Given<typeof TABLE_OPTIONS>,
  variables: Variables,
): { table: string; endpoint?: string } {
  const table = options.table ?? variables.LATCHKEY_TABLE;
  if (!table) throw misuse('Name the table with --table or LATCHKEY_TABLE.');
  const { DYNAMODB_ENDPOINT: endpoint } = variables;
  return { table, ...(endpoint && { endpoint }) };
}
