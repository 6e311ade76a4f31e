import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { ENGINE_NAMES, type EngineName, type EngineProgram, findProgram, IN_MEMORY } from './engine-programs.ts';
import { findFreePort } from './free-port.ts';
import { type GuardedProcess, startGuarded } from './guarded-process.ts';

/** A running DynamoDB engine. */
export interface Engine {
  readonly name: EngineName | 'endpoint';
  /** Base URL for the DynamoDB client. Embedded engines take any credentials and any region. */
  readonly endpoint: string;
  /** Ends the engine if this process started it; data on disk is complete afterwards. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Where the engine keeps its files, made when missing; `:memory:` keeps nothing. */
  readonly dataDirectory: string;
  /** This engine and no other, whatever `DYNAMODB_ENDPOINT` says: an error when it cannot run here. */
  readonly prefer?: EngineName;
}

/** How long an engine may take to answer its first request, in milliseconds: Java starts slowly on a busy machine. */
const START_PATIENCE_MS = 60_000;
const ANSWER_PATIENCE_MS = 2_000;
/** One that runs already is asked once; where nothing listens the refusal comes at once all the same. */
const RUNNING_PATIENCE_MS = 30_000;
const PORT_TRIES = 3;

/** No engine can be had on this machine, or the one asked for does not start; the message says what to do. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

/**
 * Starts a DynamoDB engine on a free port and waits until it answers. `DYNAMODB_ENDPOINT` names one that runs already;
 * otherwise the first of dynoxide and DynamoDB Local that this machine can run.
 *
 * @throws EngineUnavailable when there is none, naming the choices
 */
export async function startEngine({ dataDirectory, prefer }: EngineOptions): Promise<Engine> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (prefer === undefined && endpoint !== undefined && endpoint !== '') return useEndpoint(endpoint);

  const reasons: string[] = [];
  for (const name of prefer === undefined ? ENGINE_NAMES : [prefer]) {
    const program = await findProgram(name);
    if (typeof program !== 'string') return startProgram(program, dataDirectory);
    reasons.push(`${name}: ${program}`);
  }
  if (prefer !== undefined) throw new EngineUnavailable(`The engine asked for cannot run here. ${reasons.join('; ')}.`);
  throw new EngineUnavailable(
    [
      'No DynamoDB engine can run on this machine. Choose one of three:',
      `  1. dynoxide, which npm installs on Linux x64 (${reasons[0]})`,
      `  2. DynamoDB Local, which needs Java 11 or newer on the PATH (${reasons[1]})`,
      '  3. an engine of your own: set DYNAMODB_ENDPOINT to its URL, for example http://127.0.0.1:8000',
    ].join('\n'),
  );
}

async function useEndpoint(endpoint: string): Promise<Engine> {
  if (!URL.canParse(endpoint)) throw new EngineUnavailable('DYNAMODB_ENDPOINT is not a URL.');
  if (!(await answers(endpoint, RUNNING_PATIENCE_MS))) {
    throw new EngineUnavailable(
      `DYNAMODB_ENDPOINT is set, but no DynamoDB answers at ${endpoint}. Start it, or unset the variable to use an embedded engine.`,
    );
  }
  return { name: 'endpoint', endpoint, stop: async () => undefined };
}

async function startProgram(program: EngineProgram, dataDirectory: string): Promise<Engine> {
  if (dataDirectory !== IN_MEMORY) await mkdir(dataDirectory, { recursive: true });
  // DynamoDB Local leaves a small file of its own wherever it is started.
  const workingDirectory = dataDirectory === IN_MEMORY ? tmpdir() : dataDirectory;
  let failure = '';
  for (let attempt = 1; attempt <= PORT_TRIES; attempt += 1) {
    const port = await findFreePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const running = startGuarded(program.command, program.args(port, dataDirectory), workingDirectory);
    if (await becomesReady(running, endpoint)) return { name: program.name, endpoint, stop: () => running.stop() };
    const ended = running.hasEnded();
    await running.stop();
    failure = ended ? await running.ended : `no answer within ${START_PATIENCE_MS / 1000} s`;
    // Another program may have taken the port between finding it free and using it; nothing else is worth a retry.
    if (!/in use/i.test(failure)) break;
  }
  throw new EngineUnavailable(`${program.name} does not start: ${failure}`);
}

async function becomesReady(running: GuardedProcess, endpoint: string): Promise<boolean> {
  const deadline = performance.now() + START_PATIENCE_MS;
  while (performance.now() < deadline && !running.hasEnded()) {
    if (await answers(endpoint)) return !running.hasEnded();
    await Promise.race([delay(20), running.ended]);
  }
  return false;
}

/** Whether a DynamoDB answers there: a ListTables with a signature that embedded engines do not verify. */
async function answers(endpoint: string, patience = ANSWER_PATIENCE_MS): Promise<boolean> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'x-amz-date': '20260101T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0',
      },
      body: '{"Limit":1}',
      signal: AbortSignal.timeout(patience),
    });
    const answer = await response.text();
    // One that verifies signatures refuses this one, in words that only a DynamoDB uses.
    return response.ok ? answer.includes('TableNames') : answer.includes('__type');
  } catch {
    return false;
  }
}
