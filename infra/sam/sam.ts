import { readFile, writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import type { Answer, Values } from './invocations.ts';
import { type Ended, type Running, run, start } from './program.ts';

const ROOT = join(import.meta.dirname, '../..');
const ASSEMBLY = join(ROOT, 'cdk.out/emulated');
const TEMPLATE = join(ASSEMBLY, 'Latchkey-dev.template.json');
const START_PATIENCE = 120_000;

/** The real SAM CLI on this machine's Docker engine, with the functions as they are deployed. */
export interface Sam {
  /** @returns the function's answer, and what it and SAM logged */
  invoke(folder: string, values: Values): Promise<{ readonly answer: Answer; readonly log: string }>;
  startApi(port: number): Promise<Running>;
}

export interface SamOptions {
  /** A directory for what is passed to SAM; secrets among it. */
  readonly directory: string;
  /** Variables of every function. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Synthesizes the stack for this machine's processor. @throws {Error} with the CDK's own words */
async function synthesize(): Promise<void> {
  const args = ['synth', '--quiet', '--context', 'stage=dev', '--context', 'emulate=true', '--output', ASSEMBLY];
  const { status, stdout, stderr } = await run(join(ROOT, 'node_modules/.bin/cdk'), args);
  if (status !== 0) throw new Error(`cdk synth failed:\n${stdout}${stderr}`);
}

/** A base image that is here need not be pulled, and cannot be where it is a stand-in (base-image.sh). */
async function imageOptions(): Promise<readonly string[]> {
  const image = `public.ecr.aws/lambda/nodejs:24-${arch() === 'x64' ? 'x86_64' : 'arm64'}`;
  const { status } = await run('docker', ['image', 'inspect', image]);
  return status === 0 ? ['--skip-pull-image'] : [];
}

/** Fills the places `${name}` of an event. */
async function writeEvent(directory: string, folder: string, values: Values): Promise<string> {
  const event = await readFile(join(ROOT, 'test/events', `${folder}.json`), 'utf8');
  const path = join(directory, `${folder}.json`);
  await writeFile(
    path,
    event.replace(/\$\{(\w+)\}/g, (place, name: string) => values[name] ?? place),
    { mode: 0o600 },
  );
  return path;
}

/** SAM writes the answer to the standard output, and everything else beside it. */
function readAnswer(folder: string, { stdout, stderr }: Ended): Answer {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  try {
    const { body, ...answer } = JSON.parse(line) as { body?: string };
    return { ...answer, ...(body !== undefined && { body: readBody(body) }) };
  } catch {
    throw new Error(`sam local invoke ${folder} gave no answer:\n${stdout}\n${stderr}`);
  }
}

function readBody(body: string): Record<string, unknown> {
  return body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : { text: body };
}

/** Gets SAM ready. @throws {Error} when the stack cannot be synthesized */
export async function openSam({ directory, environment }: SamOptions): Promise<Sam> {
  const [image] = await Promise.all([imageOptions(), synthesize()]);
  const variables = join(directory, 'variables.json');
  await writeFile(variables, JSON.stringify({ Parameters: environment }), { mode: 0o600 });
  const common = ['--template', TEMPLATE, '--env-vars', variables, ...image];
  const quiet = { SAM_CLI_TELEMETRY: '0', AWS_DEFAULT_REGION: 'eu-central-1' };
  return {
    invoke: async (folder, values) => {
      const event = await writeEvent(directory, folder, { ...values, name: folder });
      const id = `${folder.charAt(0).toUpperCase()}${folder.slice(1)}Function`;
      const ended = await run('sam', ['local', 'invoke', id, '--event', event, ...common], quiet);
      return { answer: readAnswer(folder, ended), log: ended.stderr };
    },
    startApi: (port) => {
      const args = ['local', 'start-api', '--port', String(port), ...common];
      return start('sam', args, quiet, /Press CTRL\+C to quit|Running on http/, START_PATIENCE);
    },
  };
}
