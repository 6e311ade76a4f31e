import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end and keeps what it writes. */
export function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        written[stream] += text;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => resolve({ status: status ?? 1, ...written }));
  });
}

/** A program that goes on until it is stopped. */
export interface Running {
  /** What it had written when it was ready. */
  readonly output: string;
  stop(): Promise<void>;
}

/**
 * Starts a program and waits until it writes that it is ready.
 * @throws {Error} with what it wrote, when it ends before or takes longer than `patience` milliseconds
 */
export function start(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  ready: RegExp,
  patience: number,
): Promise<Running> {
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${command} ${why}:\n${output}`));
    };
    const timer = setTimeout(() => fail('is not ready in time'), patience);
    const hear = (text: string) => {
      output += text;
      if (!ready.test(output)) return;
      clearTimeout(timer);
      resolve({ output, stop });
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', (fault) => fail(fault.message));
    child.once('close', () => fail('has ended'));
  });
}
