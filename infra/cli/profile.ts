import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { EXIT, Failure } from './failure.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Which service to call, with which key. */
export interface Profile {
  readonly url: string;
  readonly key: string;
}

/** The name of the profile that is used unless another is asked for. */
const DEFAULT_NAME = 'default';

/** Which profile a command means: the one of `--profile`, else of LATCHKEY_PROFILE, else the one that everybody has. */
export function profileName(variables: Variables, asked: string | undefined): string {
  return asked ?? (variables.LATCHKEY_PROFILE || DEFAULT_NAME);
}

function pathOf(variables: Variables): string {
  return join(variables.XDG_CONFIG_HOME || join(homedir(), '.config'), 'latchkey', 'profiles.json');
}

async function readProfiles(path: string): Promise<Readonly<Record<string, Profile>>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, Profile>;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Failure(EXIT.usage, `${path} cannot be read.`);
  }
}

/**
 * The service to call: LATCHKEY_URL and LATCHKEY_KEY, else the profile that `latchkey login` has kept.
 * @param asked what `--profile` named; it goes before the variables
 * @throws Failure when nobody has signed in
 */
export async function readProfile(variables: Variables, asked: string | undefined): Promise<Profile> {
  const { LATCHKEY_URL: url, LATCHKEY_KEY: key } = variables;
  if (asked === undefined && url && key) return { url: trimUrl(url), key };
  const wanted = profileName(variables, asked);
  const profiles = await readProfiles(pathOf(variables));
  const kept = Object.hasOwn(profiles, wanted) ? profiles[wanted] : undefined;
  if (kept !== undefined) return { url: trimUrl(kept.url), key: kept.key };
  const named = wanted === DEFAULT_NAME ? '' : ` --profile ${wanted}`;
  throw new Failure(
    EXIT.denied,
    `Sign in first: latchkey login${named} --url URL (or set LATCHKEY_URL and LATCHKEY_KEY).`,
  );
}

/** Keeps a profile where only its owner can read it. @returns the file */
export async function keepProfile(variables: Variables, name: string, profile: Profile): Promise<string> {
  const path = pathOf(variables);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const profiles = { ...(await readProfiles(path)), [name]: profile };
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  // A mode given to writeFile says nothing of a file that was there.
  await chmod(fresh, 0o600);
  await rename(fresh, path);
  return path;
}

/** How `URL` writes this machine; other names under `localhost` some systems look up in the network. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** A base URL without the slash at its end. @throws Failure for what is none, and where the key could be read on its way */
export function trimUrl(url: string): string {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
  if (!isSafe) throw new Failure(EXIT.usage, 'The URL must begin with https:// (or http:// on this machine).');
  return url.replace(/\/+$/, '');
}
