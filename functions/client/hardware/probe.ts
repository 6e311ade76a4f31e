import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { networkInterfaces, release } from 'node:os';

/** What the helper looks at; tests pass a machine of their own. Nothing here throws: what cannot be read is absent. */
export interface Probe {
  readonly platform: string;
  readonly release: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readText(path: string): Promise<string | null>;
  list(path: string): Promise<readonly string[]>;
  readLink(path: string): Promise<string | null>;
  /** @returns standard output, null when the command is missing, fails or takes more than 10 s */
  run(command: string, args: readonly string[]): Promise<string | null>;
  /** @returns the hardware address of a network interface by its name */
  address(name: string): string | null;
}

const MAX_RUN = 10_000;

async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  return promise.catch(() => null);
}

/** This machine. */
export const systemProbe: Probe = {
  platform: process.platform,
  release: release(),
  environment: process.env,
  readText: (path) => orNull(readFile(path, 'utf8')),
  list: async (path) => (await orNull(readdir(path))) ?? [],
  readLink: (path) => orNull(readlink(path)),
  run: (command, args) =>
    new Promise((resolve) => {
      execFile(command, [...args], { timeout: MAX_RUN, windowsHide: true }, (error, output) => {
        resolve(error === null ? output : null);
      });
    }),
  address: (name) => networkInterfaces()[name]?.[0]?.mac ?? null,
};
