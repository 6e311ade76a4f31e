import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How a command ended. */
export interface Ended {
  /** Null when it was killed. */
  readonly exit: number | null;
  readonly out: string;
  readonly told: string;
  /** The most memory that it held, in bytes; null where the system does not tell. */
  readonly peak: number | null;
}

export interface CommandOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Asked every few milliseconds; the command is killed without warning once it is true. */
  readonly killWhen?: () => boolean;
  /** Another program than the sources run by this Node. */
  readonly program?: readonly [string, ...string[]];
}

/** What a command printed with `--json`. */
export function readPrinted<T>(text: string): T {
  return JSON.parse(text) as T;
}

const POLL = 20;
const SOURCES: readonly [string, ...string[]] = [process.execPath, 'infra/cli/main.ts'];

/** Runs `latchkey` as a process of its own. */
export function runCommand(words: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const { variables = {}, input = '', killWhen, program = SOURCES } = options;
  const [file, ...before] = program;
  const child = spawn(file, [...before, ...words], {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // One that ends before it reads closes its side.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const texts = { out: '', told: '' };
  child.stdout.on('data', (piece: Buffer) => {
    texts.out += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    texts.told += piece.toString();
  });
  let peak: number | null = null;
  const timer = setInterval(() => {
    peak = readPeak(child.pid) ?? peak;
    if (killWhen?.()) child.kill('SIGKILL');
  }, POLL);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => {
      clearInterval(timer);
      resolve({ exit, ...texts, peak });
    });
  });
}

/** The high-water mark of a running process, from Linux. */
function readPeak(pid: number | undefined): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
