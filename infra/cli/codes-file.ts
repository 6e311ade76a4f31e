import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { CodesAnswer } from '../../functions/http/schemas/operator-answer.ts';
import type { CodesFormat, IssueRun } from './issue-run.ts';

export type IssuedCode = CodesAnswer['codes'][number];

const CSV_HEAD = 'code,license\n';
const LINE_FEED = 10;

/** A file of codes that is written a chunk at a time. */
export interface CodesFile {
  /** Codes that stand in it, whole chunks only. */
  readonly count: number;
  /** When it was last written to, in epoch milliseconds. */
  readonly writtenAt: number;
  /** Cuts off what stands behind the last whole chunk, such as a torn line: the service gives that chunk again. */
  begin(): Promise<void>;
  /** Writes a chunk; it is on the disk when this returns. */
  append(codes: readonly IssuedCode[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file of a run, made when missing, readable by its owner only. Nothing that is there is changed before `begin`. */
export async function openCodesFile(path: string, { format, chunk, quantity }: IssueRun): Promise<CodesFile> {
  const file = await open(path, 'a+', 0o600);
  const { size, atimeMs, mtimeMs } = await stat(path);
  const { lines, end } = await findEnd(path, { format, chunk, quantity });
  return {
    count: lines,
    writtenAt: mtimeMs,
    begin: async () => {
      if (end < size) await file.truncate(end);
      // The key of the next chunk may have been used before: its day goes on from then.
      await file.utimes(atimeMs / 1000, mtimeMs / 1000);
      if (end === 0 && format === 'csv') await write(file, CSV_HEAD);
    },
    append: (codes) => write(file, codes.map((code) => formatCode(code, format)).join('')),
    close: () => file.close(),
  };
}

async function write(file: FileHandle, text: string): Promise<void> {
  await file.appendFile(text);
  await file.sync();
}

function formatCode({ code, licenseId }: IssuedCode, format: CodesFormat): string {
  return format === 'csv' ? `${code},${licenseId}\n` : `${JSON.stringify({ code, licenseId })}\n`;
}

/** Counts the codes of whole chunks, and the bytes up to their end, without holding the file in memory. */
async function findEnd(
  path: string,
  run: Pick<IssueRun, 'format' | 'chunk' | 'quantity'>,
): Promise<{ lines: number; end: number }> {
  const heads = run.format === 'csv' ? 1 : 0;
  let at = 0;
  let seen = -heads;
  let found = { lines: 0, end: 0 };
  for await (const piece of createReadStream(path)) {
    const bytes = piece as Buffer;
    for (let from = bytes.indexOf(LINE_FEED); from !== -1; from = bytes.indexOf(LINE_FEED, from + 1)) {
      seen += 1;
      const isWhole = seen % run.chunk === 0 || seen === run.quantity;
      if (seen >= 0 && isWhole) found = { lines: seen, end: at + from + 1 };
    }
    at += bytes.length;
  }
  return found;
}
