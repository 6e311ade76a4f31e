import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { ImportAnswer } from '../../functions/http/schemas/operator-answer.ts';
import type { Api } from './api.ts';
import { command } from './command.ts';
import { EXIT, Failure, misuse } from './failure.ts';
import { COLUMNS, type KeyLine, readKeys } from './keys-file.ts';
import { showProgress } from './progress.ts';

/** Keys of one request; their text must leave room within the 64 KiB of a body. */
const MAX_ITEMS = 500;
const MAX_BYTES = 60_000;

interface Refused {
  readonly line: number;
  readonly code: string;
  readonly reason: string;
  readonly detail: string;
}

/** `latchkey import`: keys that another system gave out, from a file of any length. */
export const importKeys = command({
  name: 'import',
  summary: 'Import keys that another system gave out, from a CSV or NDJSON file',
  operands: ['FILE'],
  options: { plan: { type: 'string', value: 'PLAN', help: 'the plan of the licenses', required: true } },
  details: `CSV has a first line of names: ${COLUMNS.join(', ')}, and metadata.NAME as needed; only key must be there. A line of
NDJSON (*.ndjson) is an item as the API takes it. Keys are matched exactly as they stand; the service keeps a hash of them
alone. After an interruption, or a correction of the file, give the same command again: a key is imported once.`,
  run: async ({ operands: [file = ''], options: { plan }, terminal, api }) => {
    // A line that nobody can read ends the command before anything is sent, wherever in the file it stands.
    if (!(await stat(file)).isFile()) throw misuse(`${file} is read twice, so it must be a file and no pipe.`);
    for await (const _ of readKeys(file));
    const service = await api();
    const refused: Refused[] = [];
    let [imported, before] = [0, 0];
    for await (const chunk of chunks(readKeys(file))) {
      const results = await importChunk(service, plan, chunk);
      for (const [at, result] of results.entries()) {
        if ('licenseId' in result) imported += 1;
        else if (result.reason === 'imported_before') before += 1;
        else refused.push({ line: chunk[at]?.line ?? 0, ...result });
      }
      showProgress(terminal, imported + before + refused.length, null);
    }
    for (const { line, detail } of refused) terminal.tell(`Line ${line}: ${detail}`);
    terminal.out(
      terminal.json
        ? JSON.stringify({ imported, before, refused })
        : `${imported} imported, ${before} imported before, ${refused.length} refused.`,
    );
    return refused.length === 0 ? EXIT.done : EXIT.refused;
  },
});

async function* chunks(lines: AsyncIterable<KeyLine>): AsyncGenerator<readonly KeyLine[]> {
  let chunk: KeyLine[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const size = Buffer.byteLength(JSON.stringify(line.item)) + 1;
    if (chunk.length === MAX_ITEMS || (chunk.length > 0 && bytes + size > MAX_BYTES)) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(line);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

async function importChunk(service: Api, plan: string, chunk: readonly KeyLine[]): Promise<ImportAnswer['items']> {
  const body = { plan, items: chunk.map(({ item }) => item) };
  // The same keys again are the same request, whoever lost the answer.
  const key = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  try {
    return (await service.call<ImportAnswer>('POST', '/v1/codes/import', { body, key })).body.items;
  } catch (fault) {
    throw fault instanceof Failure ? nameLines(fault, chunk) : fault;
  }
}

/** Says the lines of the file where the service says places in a request. */
function nameLines(failure: Failure, chunk: readonly KeyLine[]): Failure {
  const { errors = [] } = (failure.problem ?? {}) as { errors?: readonly { pointer: string; detail: string }[] };
  const lines = errors.flatMap(({ pointer, detail }) => {
    const [, at, field] = /^\/items\/(\d+)(?:\/(.*))?$/.exec(pointer) ?? [];
    const line = at === undefined ? undefined : chunk[Number(at)]?.line;
    return line === undefined ? [] : [`Line ${line}${field === undefined ? '' : `, ${field}`}: ${detail}`];
  });
  if (lines.length === 0) return failure;
  return new Failure(
    failure.exit,
    [...lines, 'Nothing of this part of the file was imported: correct it and give the command again.'].join('\n'),
    failure.problem,
  );
}
