import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a process may take to stop in order before it is killed, in milliseconds. */
const STOP_PATIENCE_MS = 5_000;

/**
 * Runs `"$@"` and ends it as soon as standard input closes. The operating system closes it with the parent, however
 * the parent died, so not even a SIGKILL leaves an engine behind that holds the data directory.
 */
const GUARD = `
exec 3<&0
"$@" 3<&- </dev/null &
program=$!
{ read -r _ <&3; kill -TERM "$program"; } >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait "$program"
status=$?
kill "$guard" 2>/dev/null
exit "$status"
`;

/** A child process that cannot outlive this one. */
export interface GuardedProcess {
  /** Settles when the process has ended, with the last lines that it wrote. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** Asks the process to stop, kills it when it does not, and waits for its end. */
  stop(): Promise<void>;
}

/**
 * Starts a program with a working directory for the files that it drops, and in a process group of its own: a Ctrl-C
 * meant for the service must not take its engine first.
 */
export function startGuarded(command: string, args: readonly string[], workingDirectory: string): GuardedProcess {
  const options = { cwd: workingDirectory, stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] };
  const child =
    process.platform === 'win32'
      ? spawn(command, args, { ...options, windowsHide: true })
      : spawn('/bin/sh', ['-c', GUARD, 'guard', command, ...args], { ...options, detached: true });

  let output = '';
  const remember = (chunk: Buffer): void => {
    output = `${output}${chunk.toString('utf8')}`.slice(-2_000);
  };
  child.stdout.on('data', remember);
  child.stderr.on('data', remember);
  // Writing to a process that is gone already is no news: `ended` tells.
  child.stdin.on('error', () => undefined);

  let over = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      over = true;
      resolve(error.message);
    });
    child.once('close', () => {
      over = true;
      resolve(output.trim());
    });
  });

  return {
    ended,
    hasEnded: () => over,
    stop: async () => {
      child.stdin.end();
      if (process.platform === 'win32') child.kill();
      const patience = new AbortController();
      const tooLong = delay(STOP_PATIENCE_MS, 'too long', { signal: patience.signal, ref: false }).catch(() => 'ended');
      if ((await Promise.race([ended, tooLong])) === 'too long') killGroup(child);
      patience.abort();
      await ended;
    },
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It ended between the race and the signal.
  }
}
