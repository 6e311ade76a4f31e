import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CsvError, parse } from 'csv-parse';
import { misuse } from './failure.ts';

/** A key that another system gave out, as `POST /v1/codes/import` takes it, and the line of the file that it stands in. */
export interface KeyLine {
  readonly line: number;
  readonly item: Readonly<Record<string, unknown>>;
}

type Row = Readonly<Record<string, string>>;

/** Columns of a CSV file; `metadata.NAME` may stand beside them. */
export const COLUMNS = ['key', 'startedAt', 'expiresAt', 'email', 'name', 'orderId'] as const;

const METADATA = 'metadata.';

/** Reads the keys of a file, a line at a time: NDJSON when its name ends so, else CSV with a line of names. */
export function readKeys(path: string): AsyncGenerator<KeyLine> {
  return /\.(ndjson|jsonl)$/.test(path) ? readJsonLines(path) : readCsv(path);
}

async function* readJsonLines(path: string): AsyncGenerator<KeyLine> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() !== '') yield { line, item: readObject(text, line) };
  }
}

function readObject(text: string, line: number): KeyLine['item'] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // It is told below, as any other line that is no object.
  }
  throw misuse(`Line ${line} is not a JSON object.`);
}

async function* readCsv(path: string): AsyncGenerator<KeyLine> {
  const options = { columns: true, bom: true, info: true, trim: true, skip_empty_lines: true };
  const parser = parse(options);
  const input = createReadStream(path);
  // A pipe hands on what is read, not what goes wrong.
  input.on('error', (fault) => parser.destroy(fault)).pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Row; info: { lines: number } }>) {
      yield { line: info.lines, item: toItem(record) };
    }
  } catch (fault) {
    throw fault instanceof CsvError ? misuse(`${path}: ${fault.message}.`) : fault;
  }
}

function toItem(row: Row): KeyLine['item'] {
  const names = Object.keys(row);
  const unknown = names.filter((name) => !(name.startsWith(METADATA) || COLUMNS.some((known) => known === name)));
  if (unknown.length > 0) throw misuse(`There is no column ${unknown.join(', ')}; there are ${COLUMNS.join(', ')}.`);
  if (!names.includes('key')) throw misuse('The first line must name a column "key".');
  const { key = '', startedAt = '', expiresAt = '', email = '', name = '', orderId = '' } = row;
  const customer = given({ email, name });
  const metadata = given(
    Object.fromEntries(
      names.filter((one) => one.startsWith(METADATA)).map((one) => [one.slice(METADATA.length), row[one] ?? '']),
    ),
  );
  return {
    key,
    ...given({ startedAt: instantOf(startedAt), expiresAt: instantOf(expiresAt), orderId }),
    ...(Object.keys(customer).length > 0 && { customer }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** What is not empty. */
function given(cells: Row): Row {
  return Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== ''));
}

/** A day stands for its first instant in UTC. */
function instantOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00.000Z` : text;
}
