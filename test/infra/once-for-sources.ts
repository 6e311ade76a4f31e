import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/latchkey');
const SOURCES = '{functions,infra}/**/*.{ts,tsx,json,html,css,js,svg}';

/** A lock is touched so often while something is made, in milliseconds. */
const TOUCH_EACH = 5000;

/** A lock that is older was left by a process that was killed; in milliseconds. Less than a hook waits for it. */
const LOCK_PATIENCE = 60_000;

/** How long what was made of former sources is kept, in milliseconds. */
const KEPT = 1_200_000;

function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of [...globSync(SOURCES, { cwd: ROOT }).sort(), 'cdk.json', 'package-lock.json']) {
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Makes a directory from the sources of functions and stack, once for as long as they do not change: several test
 * files look at one synthesized stage, and a synthesis is what takes their time.
 *
 * @param purpose tells what is made apart from other things made of the same sources
 */
export async function onceForSources(purpose: string, make: (empty: string) => Promise<void>): Promise<string> {
  const name = createHash('sha256').update(purpose).digest('hex').slice(0, 8);
  const made = join(CACHE, name, hashSources());
  await mkdir(join(CACHE, name), { recursive: true });
  const unlock = await lock(join(CACHE, `${name}.lock`));
  try {
    if (!existsSync(made)) {
      await removeOld(join(CACHE, name));
      const unfinished = `${made}.unfinished`;
      await mkdir(unfinished, { recursive: true });
      await make(unfinished);
      await rename(unfinished, made);
    }
  } finally {
    await unlock();
  }
  return made;
}

/** What was made of former sources, unless a test may still look at it. */
async function removeOld(directory: string): Promise<void> {
  for (const entry of await readdir(directory)) {
    const path = join(directory, entry);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEPT) await rm(path, { recursive: true, force: true });
  }
}

/** @returns what gives the lock back */
async function lock(path: string): Promise<() => Promise<void>> {
  while (!(await take(path))) {
    const age = await ageOf(path);
    if (age === null) continue;
    if (age > LOCK_PATIENCE) await rm(path, { recursive: true, force: true });
    else await delay(100);
  }
  const touching = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, TOUCH_EACH);
  return () => {
    clearInterval(touching);
    return rm(path, { recursive: true, force: true });
  };
}

async function take(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fault;
  }
}

/** @returns null for a lock that was given back meanwhile */
async function ageOf(path: string): Promise<number | null> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}
