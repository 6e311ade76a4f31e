import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EXIT, Failure } from './failure.ts';

export type CodesFormat = 'csv' | 'ndjson';

/** An issue that is under way: kept beside its file, so that the same command goes on with it. */
export interface IssueRun {
  readonly run: string;
  readonly url: string;
  readonly quantity: number;
  /** Codes asked for at once. */
  readonly chunk: number;
  readonly format: CodesFormat;
  /** What every request says, without `quantity`; with the batch, so that all chunks are in one. */
  readonly order: Readonly<Record<string, unknown>> & { readonly batch: string };
}

const pathOf = (file: string): string => `${file}.run.json`;

/** The run that was interrupted while it wrote a file; null when there is none. */
export async function readRun(file: string): Promise<IssueRun | null> {
  let text: string;
  try {
    text = await readFile(pathOf(file), 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
  try {
    return JSON.parse(text) as IssueRun;
  } catch {
    throw new Failure(EXIT.usage, `${pathOf(file)} is not what latchkey has written.`);
  }
}

/** Writes down a run before its first request, so that no code is asked for under a key that could be forgotten. */
export async function keepRun(file: string, run: IssueRun): Promise<void> {
  const fresh = `${pathOf(file)}.new`;
  await writeFile(fresh, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(fresh, pathOf(file));
  const directory = await open(dirname(pathOf(file)));
  await directory.sync();
  await directory.close();
}

/** When a run was written down, in epoch milliseconds. */
export async function readKeptAt(file: string): Promise<number> {
  return (await stat(pathOf(file))).mtimeMs;
}

/** Forgets a run that is complete. */
export async function forgetRun(file: string): Promise<void> {
  await rm(pathOf(file), { force: true });
}
