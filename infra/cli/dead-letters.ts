import {
  type DeadLetterAnswer,
  letterId,
  MAX_REPLAYED,
  type ReplayAnswer,
} from '../../functions/http/schemas/administration.ts';
import { id } from '../../functions/http/schemas/text.ts';
import type { Api } from './api.ts';
import { command } from './command.ts';
import { EXIT, Failure, misuse } from './failure.ts';
import { listAll } from './licenses.ts';
import { formatTable } from './terminal.ts';
import { fits } from './values.ts';

const DETAILS = `A delivery is given up after three days. Replayed, it goes back into the queue of its license, in front of what waits
there, and is tried for three days anew. The key needs the scope admin.`;

/** The path of a webhook's letters; what is no id would name another call. */
function pathOf(webhook: string): string {
  if (!fits(id, webhook)) throw misuse(`${webhook} is no id of a webhook.`);
  return `/v1/webhooks/${webhook}/dead-letters`;
}

export const listLetters = command({
  name: 'deadletters list',
  summary: 'List the deliveries to a webhook that were given up',
  operands: ['WEBHOOK'],
  options: {},
  details: DETAILS,
  run: async ({ operands: [webhook = ''], terminal, api }) => {
    const path = pathOf(webhook);
    const found: DeadLetterAnswer[] = [];
    for await (const letter of listAll<DeadLetterAnswer>(await api(), path)) found.push(letter);
    const rows = found.map(({ id, type, givenUpAt, failure }) => [id, type ?? '-', givenUpAt, failure]);
    const table = formatTable(['LETTER', 'EVENT', 'GIVEN UP', 'LAST FAILURE'], rows, 'Nothing was given up.');
    terminal.out(terminal.json ? JSON.stringify(found) : table);
    return EXIT.done;
  },
});

export const replayLetters = command({
  name: 'deadletters replay',
  summary: 'Send again what was given up: the letters named, or with --all every one',
  operands: ['WEBHOOK', '[LETTER…]'],
  options: { all: { type: 'boolean', help: 'every letter of the webhook' } },
  details: DETAILS,
  run: async ({ operands: [webhook = '', ...named], options, terminal, api }) => {
    const path = pathOf(webhook);
    if (named.length > 0 === (options.all === true)) throw misuse('Name letters, or say --all.');
    const wrong = named.filter((letter) => !fits(letterId, letter));
    if (wrong.length > 0) throw misuse(`${wrong.join(', ')} is no letter; latchkey deadletters list shows them.`);
    const service = await api();
    const { replayed, missing } = await replay(service, path, options.all ? await allOf(service, path) : named);
    terminal.out(
      terminal.json ? JSON.stringify({ replayed, missing }) : `${replayed} back in the queue, to be sent again.`,
    );
    // Of those that nobody named, whoever replayed them first did what was asked.
    if (missing.length > 0 && !options.all) {
      throw new Failure(EXIT.refused, `There is no letter ${missing.join(', ')}.`);
    }
    return EXIT.done;
  },
});

async function allOf(service: Api, path: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of listAll<DeadLetterAnswer>(service, path)) ids.push(id);
  return ids;
}

async function replay(service: Api, path: string, letters: readonly string[]): Promise<ReplayAnswer> {
  const wanted = [...new Set(letters)];
  const missing: string[] = [];
  for (let at = 0; at < wanted.length; at += MAX_REPLAYED) {
    const body = { letters: wanted.slice(at, at + MAX_REPLAYED) };
    missing.push(...(await service.call<ReplayAnswer>('POST', `${path}/replay`, { body })).body.missing);
  }
  return { replayed: wanted.length - missing.length, missing };
}
