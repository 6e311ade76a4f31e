import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { CodesAnswer } from '../../functions/http/schemas/operator-answer.ts';
import type { Api } from './api.ts';
import { type IssuedCode, openCodesFile } from './codes-file.ts';
import { command, type Given, type Options } from './command.ts';
import { EXIT, Failure, misuse } from './failure.ts';
import { type CodesFormat, forgetRun, type IssueRun, keepRun, readKeptAt, readRun } from './issue-run.ts';
import { ORDER_OPTIONS, readOrder } from './order.ts';
import { showProgress } from './progress.ts';
import { readWhole } from './values.ts';

const CHUNK = 500;
const MAX_PER_CHUNK = 1000;
const MAX = 10_000_000;

/** The service gives the codes of a key again for 24 hours; an hour of that is kept back. */
const REPEATABLE_MILLISECONDS = 23 * 3_600_000;

const OPTIONS = {
  plan: { type: 'string', value: 'PLAN', help: 'the plan of the licenses', required: true },
  quantity: { type: 'string', value: 'N', help: 'how many codes', required: true },
  out: { type: 'string', value: 'FILE', help: 'where the codes go: CSV, or NDJSON for *.ndjson', required: true },
  format: { type: 'string', value: 'csv|ndjson', help: 'another format than the name of the file says' },
  chunk: { type: 'string', value: 'N', help: `codes asked for at once (${CHUNK})` },
  ...ORDER_OPTIONS,
} as const satisfies Options;

/** `latchkey issue`: any number of codes into a file, in memory of a constant size. */
export const issue = command({
  name: 'issue',
  summary: 'Issue codes into a file; the same command goes on after an interruption',
  operands: [],
  options: OPTIONS,
  details: `The file is for you alone, and each chunk is on the disk before the next is asked for. Beside it stands FILE.run.json
until all codes are there. After an interruption give the same command again: no code is issued twice, none is missing.`,
  run: async ({ options, terminal, api }) => {
    const asked = readAsked(options);
    const service = await api();
    const { run, isNew } = await beginRun(options.out, { ...asked, url: service.url });
    const tell = (count: number, from: number) => showProgress(terminal, count, run.quantity, from);
    await writeCodes(service, options.out, { run, isNew }, tell);
    await forgetRun(options.out);
    const result = { batch: run.order.batch, quantity: run.quantity, file: options.out, format: run.format };
    terminal.out(
      terminal.json
        ? JSON.stringify(result)
        : `${run.quantity} codes of the batch ${run.order.batch} are in ${options.out}.`,
    );
    return EXIT.done;
  },
});

type Asked = Omit<IssueRun, 'run' | 'order'> & {
  readonly order: Readonly<Record<string, unknown>> & { readonly batch?: string };
};

function readAsked(options: Given<typeof OPTIONS>): Omit<Asked, 'url'> {
  const named: CodesFormat = /\.(ndjson|jsonl)$/.test(options.out) ? 'ndjson' : 'csv';
  const format = options.format ?? named;
  if (format !== 'csv' && format !== 'ndjson') throw misuse('--format is csv or ndjson.');
  return {
    quantity: readWhole('--quantity', options.quantity, MAX),
    chunk: options.chunk === undefined ? CHUNK : readWhole('--chunk', options.chunk, MAX_PER_CHUNK),
    format,
    order: { plan: options.plan, ...readOrder(options) },
  };
}

interface Begun {
  readonly run: IssueRun;
  /** Whether nothing was asked for it before. */
  readonly isNew: boolean;
}

/** Goes on with the run of a file, or begins one and writes it down. */
async function beginRun(file: string, asked: Asked): Promise<Begun> {
  const before = await readRun(file);
  if (before !== null) {
    const { run: _known, order, ...rest } = before;
    // A batch that was not named has the name that the run has given it.
    const wanted = { ...asked, order: { batch: order.batch, ...asked.order } };
    if (sorted({ ...rest, order }) === sorted(wanted)) return { run: before, isNew: false };
    throw misuse(`${file}.run.json is of an issue with other options; finish that one, or write to another file.`);
  }
  if (existsSync(file)) throw misuse(`${file} exists already; name another file.`);
  const run = randomBytes(16).toString('hex');
  const fresh = { ...asked, run, order: { batch: `issue-${run.slice(0, 16)}`, ...asked.order } };
  await keepRun(file, fresh);
  return { run: fresh, isNew: true };
}

/** JSON with the names of objects in order, so that equal things read equal. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

async function writeCodes(
  service: Api,
  path: string,
  { run, isNew }: Begun,
  tell: (count: number, from: number) => void,
): Promise<void> {
  const file = await openCodesFile(path, run);
  try {
    const { count: from } = file;
    // The key of the next chunk was first used after the chunk before it, or after the run was written down.
    const askedAt = from === 0 ? await readKeptAt(path) : file.writtenAt;
    if (from < run.quantity && Date.now() - askedAt > REPEATABLE_MILLISECONDS) {
      throw new Failure(EXIT.refused, tooLate(path, run, from));
    }
    await file.begin();
    for (let count = from; count < run.quantity; ) {
      const codes = await askForCodes(service, run, count).catch(async (fault: unknown) => {
        // A first chunk that is refused has issued nothing: the command may be corrected and given again.
        if (isNew && count === 0 && fault instanceof Failure && fault.exit !== EXIT.unreachable) await forgetFile(path);
        throw fault;
      });
      await file.append(codes);
      count += codes.length;
      tell(count, from);
    }
  } finally {
    await file.close();
  }
}

async function forgetFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await forgetRun(path);
}

async function askForCodes(service: Api, run: IssueRun, count: number): Promise<readonly IssuedCode[]> {
  const quantity = Math.min(run.chunk, run.quantity - count);
  const request = { body: { ...run.order, quantity }, key: `${run.run}-${count}` };
  const { body } = await service.call<CodesAnswer>('POST', '/v1/codes', request);
  if (body.codes.length !== quantity) throw new Failure(EXIT.refused, 'The service gave another number of codes.');
  return body.codes;
}

function tooLate(path: string, run: IssueRun, count: number): string {
  return [
    `This run stopped a day ago with ${count} of ${run.quantity} codes in ${path}, which are good.`,
    `The codes after them may have been issued without reaching the file, and can no longer be had again: find licenses`,
    `of the batch ${run.order.batch} that are not in the file, revoke them, remove ${path}.run.json, and issue the rest`,
    'into another file.',
  ].join('\n');
}
