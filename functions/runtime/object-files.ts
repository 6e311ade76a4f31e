import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObjectStore } from './object-store.ts';

function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

/** Objects as files that are never written over; for the local service. */
export function openDirectory(directory: string): ObjectStore {
  return {
    putNew: async (name, text) => {
      const path = join(directory, name);
      await mkdir(dirname(path), { recursive: true });
      // Written aside first, so that a process that dies leaves no half of an object under the name.
      const aside = `${path}.${process.pid}.new`;
      await writeFile(aside, text, { mode: 0o600 });
      try {
        await link(aside, path);
        await chmod(path, 0o400);
        return true;
      } catch (fault) {
        if (hasCode(fault, 'EEXIST')) return false;
        throw fault;
      } finally {
        await rm(aside, { force: true });
      }
    },
    get: async (name) => {
      try {
        return await readFile(join(directory, name), 'utf8');
      } catch (fault) {
        if (hasCode(fault, 'ENOENT')) return null;
        throw fault;
      }
    },
  };
}
