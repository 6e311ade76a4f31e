import { statSync } from 'node:fs';
import { appendFile, readFile, stat } from 'node:fs/promises';
import { type Ended, runCommand } from './command-line.ts';

export interface KilledIssue {
  readonly url: string;
  readonly key: string;
  readonly plan: string;
  readonly batch: string;
  readonly quantity: number;
  readonly chunk: number;
  readonly file: string;
}

/** A line of the CSV: a code of 23 characters, a comma, a license id of 20, a line feed. */
const LINE = 45;

/**
 * Issues codes into a file with a command that is killed half-way; then its last line is torn, as by a power failure,
 * and the same command is given again.
 */
export async function issueWithKill(order: KilledIssue): Promise<readonly [killed: Ended, resumed: Ended]> {
  const { url, key, plan, batch, quantity, chunk, file } = order;
  const words = ['issue', '--plan', plan, '--quantity', `${quantity}`, '--batch', batch, '--out', file];
  const variables = { LATCHKEY_URL: url, LATCHKEY_KEY: key };
  const killWhen = () => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > (LINE * quantity) / 2;
  const command = [...words, '--chunk', `${chunk}`];
  const killed = await runCommand(command, { variables, killWhen });
  const { size } = await stat(file);
  if (size >= LINE * quantity) throw new Error('it was complete before it could be killed');
  await appendFile(file, '9KF2W-7Q');
  return [killed, await runCommand(command, { variables })];
}

/** The codes and license ids of a CSV file, without its heading. */
export async function readCodes(file: string): Promise<readonly (readonly [code: string, license: string])[]> {
  const [head, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
  if (head !== 'code,license') throw new Error('no heading');
  return lines.map((line) => {
    const [code = '', license = ''] = line.split(',');
    return [code, license] as const;
  });
}
