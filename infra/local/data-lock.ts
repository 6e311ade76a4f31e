import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'running.pid';

/**
 * Keeps a second local service off the same data: the engines would not notice, and would ruin it.
 * @returns releases the directory
 * @throws Error when another service that is still running has it
 */
export function lockData(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, FILE);
  const holder = readHolder(file);
  if (holder !== null && holder !== process.pid && isRunning(holder)) {
    throw new Error(
      `Another local service (process ${holder}) uses ${directory}. Stop it, or set LATCHKEY_DATA to another directory.`,
    );
  }
  rmSync(file, { force: true });
  const descriptor = openSync(file, 'wx');
  writeSync(descriptor, String(process.pid));
  closeSync(descriptor);
  return () => rmSync(file, { force: true });
}

function readHolder(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}
