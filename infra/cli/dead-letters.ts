import type { DeadLetter } from '../../functions/store/dead-letters.ts';
import { command } from './command.ts';
import { EXIT, Failure, misuse } from './failure.ts';
import { readTable, TABLE_OPTIONS } from './table.ts';
import { formatTable } from './terminal.ts';

const DETAILS = 'Works on the table itself, with AWS credentials: see latchkey keys bootstrap --help.';

export const listLetters = command({
  name: 'deadletters list',
  summary: 'List the deliveries to a webhook that were given up',
  operands: ['WEBHOOK'],
  options: TABLE_OPTIONS,
  details: DETAILS,
  run: async ({ operands: [webhook = ''], options, terminal, variables }) => {
    const { readLetters } = await import('./letters.ts');
    const found: DeadLetter[] = [];
    for await (const letter of readLetters(readTable(options, variables), webhook)) found.push(letter);
    const rows = found.map(({ id, eventId, givenUpAt, failure }) => [
      id,
      eventId,
      new Date(givenUpAt).toISOString(),
      failure,
    ]);
    const table = formatTable(['LETTER', 'EVENT', 'GIVEN UP', 'LAST FAILURE'], rows, 'Nothing was given up.');
    terminal.out(terminal.json ? JSON.stringify(found) : table);
    return EXIT.done;
  },
});

export const replayLetters = command({
  name: 'deadletters replay',
  summary: 'Send again what was given up: the letters named, or with --all every one',
  operands: ['WEBHOOK', '[LETTER…]'],
  options: { ...TABLE_OPTIONS, all: { type: 'boolean', help: 'every letter of the webhook' } },
  details: DETAILS,
  run: async ({ operands: [webhook = '', ...letters], options, terminal, variables }) => {
    if (letters.length > 0 === (options.all === true)) throw misuse('Name letters, or say --all.');
    const { replayAll, replayEach } = await import('./letters.ts');
    const location = readTable(options, variables);
    const { replayed, missing } = options.all
      ? await replayAll(location, webhook)
      : await replayEach(location, webhook, letters);
    terminal.out(terminal.json ? JSON.stringify({ replayed, missing }) : `${replayed} are in the queue again.`);
    if (missing.length > 0) throw new Failure(EXIT.refused, `There is no letter ${missing.join(', ')}.`);
    return EXIT.done;
  },
});
