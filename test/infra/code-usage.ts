import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleOptions } from '../../infra/bundling.ts';

/** What a function's code does with the table, read from the code that is left after tree shaking. */
export interface TableUsage {
  /** IAM actions on the table, sorted. */
  readonly actions: readonly string[];
  /** Whether it queries the index of what is due. */
  readonly dueIndex: boolean;
}

/** Writes of a transaction, which has no action of its own, by the key that DynamoDB knows them by. */
const TRANSACTION_WRITES: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** How far after `new QueryCommand(` its index would be named. */
const REQUEST_LENGTH = 400;

/** Reads which commands of the AWS SDK a function's own code makes. */
export async function readTableUsage(name: string): Promise<TableUsage> {
  const options = { ...bundleOptions(name), plugins: [], minify: false, format: 'esm' as const, write: false };
  const { outputFiles } = await build({ ...options, packages: 'external' });
  const code = outputFiles?.[0]?.text ?? '';
  const actions = new Set<string>();
  let dueIndex = false;
  // esbuild numbers a name that another module has taken.
  for (const { 1: command = '', index } of code.matchAll(/new (\w+?)Command\d*\(/g)) {
    if (command === 'TransactWriteItems') {
      for (const [key, action] of Object.entries(TRANSACTION_WRITES)) {
        if (new RegExp(`\\b${key}: \\{`).test(code)) actions.add(action);
      }
    } else if (command === 'TransactGetItems') {
      actions.add('GetItem');
    } else if (command === 'Query' && /\bIndexName\b/.test(code.slice(index, index + REQUEST_LENGTH))) {
      dueIndex = true;
    } else {
      actions.add(command);
    }
  }
  return { actions: [...actions].sort(), dueIndex };
}

/** Loads a bundle in a fresh process, with an environment and nothing else, and notes which variables it looks at. */
const RECORDER = `
const [bundle, given] = process.argv.slice(1);
const read = new Set();
process.env = new Proxy(JSON.parse(given), {
  get: (target, name) => (read.add(name), target[name]),
  has: (target, name) => (read.add(name), name in target),
});
require(bundle);
process.stdout.write(JSON.stringify([...read].filter((name) => typeof name === 'string')), () => process.exit(0));
`;

/**
 * The variables that a bundle reads when it is loaded.
 * @throws when it does not load, for example because a variable is missing
 */
export async function readVariables(
  bundle: string,
  given: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', RECORDER, bundle, JSON.stringify(given)], {
    env: {},
  });
  return JSON.parse(stdout) as string[];
}
