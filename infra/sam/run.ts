import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ENVIRONMENT_NAMES } from '../../functions/runtime/environment-names.ts';
import { startEngine } from '../local/engine.ts';
import { findFreePort } from '../local/free-port.ts';
import { forward } from './forwarder.ts';
import { INVOCATIONS, type Values } from './invocations.ts';
import { run, start } from './program.ts';
import { openSam, type Sam } from './sam.ts';

/** The license of the run ends so long after its issue, in milliseconds … */
const SHORTEST_LIFE = 45_000;
/** … and on a slow machine after so many calls: issue, activation, validation, and time to spare. */
const CALLS_IN_LIFE = 6;
const START_PATIENCE = 60_000;
const API_KEY = 'sam-key';

const undo: (() => unknown)[] = [];

/** Starts an engine and the local service on it, which makes the table, the secrets and the catalog. */
async function startService(directory: string): Promise<{ endpoint: URL; secrets: string }> {
  const engine = await startEngine({ dataDirectory: ':memory:' });
  undo.push(() => engine.stop());
  const variables = {
    DYNAMODB_ENDPOINT: engine.endpoint,
    LATCHKEY_DATA: directory,
    LATCHKEY_ADMIN_KEY: API_KEY,
    LATCHKEY_SWEEP_SECONDS: '0',
    PORT: '0',
  };
  const main = join(import.meta.dirname, '../local/main.ts');
  const service = await start(process.execPath, [main], variables, /^ready /m, START_PATIENCE);
  undo.push(() => service.stop());
  return { endpoint: new URL(engine.endpoint), secrets: await readFile(join(directory, 'secrets.json'), 'utf8') };
}

/** The host's address on the bridge of Docker's containers; an older engine names the network alone. */
async function findBridge(): Promise<string> {
  const format = '{{with index .IPAM.Config 0}}{{.Gateway}}|{{.Subnet}}{{end}}';
  const { status, stdout, stderr } = await run('docker', ['network', 'inspect', 'bridge', '--format', format]);
  if (status !== 0) throw new Error(`No Docker engine answers: ${stderr}`);
  const [gateway = '', subnet = ''] = stdout.trim().split('|');
  const address = gateway === '' ? subnet.replace(/\.\d+\/\d+$/, '.1') : gateway;
  if (isIP(address) === 0) throw new Error(`Docker's bridge has no address: ${stdout}`);
  return address;
}

/** Where containers find the engine: through their bridge, or, with Docker in a virtual machine, by a name of Docker's. */
async function exposeToContainers({ hostname, port }: URL): Promise<string> {
  const bridge = await findBridge();
  try {
    const forwarder = await forward(bridge, { host: hostname, port: Number(port) });
    undo.push(() => forwarder.close());
    return `http://${bridge}:${forwarder.port}`;
  } catch {
    return `http://host.docker.internal:${port}`;
  }
}

async function invokeAll(sam: Sam): Promise<void> {
  const values: Values = { apiKey: API_KEY };
  let endsAt = 0;
  let slowest = 0;
  for (const { says, function: folder, afterEnd, accept } of INVOCATIONS) {
    if (afterEnd) await delay(Math.max(0, endsAt + 1000 - Date.now()));
    const startedAt = Date.now();
    if (folder === 'issue') {
      endsAt = startedAt + Math.max(SHORTEST_LIFE, CALLS_IN_LIFE * slowest);
      values.notAfter = new Date(endsAt).toISOString();
    }
    const { answer, log } = await sam.invoke(folder, values);
    if (!accept(answer, values)) throw new Error(`${says}: no, ${folder} answered ${JSON.stringify(answer)}\n${log}`);
    const took = Date.now() - startedAt;
    slowest = Math.max(slowest, took);
    console.log(`sam local invoke ${folder.padEnd(10)} ${says} (${(took / 1000).toFixed(1)} s)`);
  }
}

async function callApi(sam: Sam): Promise<void> {
  const port = await findFreePort();
  const api = await sam.startApi(port);
  undo.push(() => api.stop());
  const { stdout } = await run('curl', ['--silent', '--max-time', '60', `http://127.0.0.1:${port}/health`]);
  if (stdout !== '{"status":"ok"}') throw new Error(`sam local start-api answered ${stdout}`);
  console.log(`sam local start-api     curl /health: ${stdout}`);
}

/** `npm run sam`: calls every function through the real SAM CLI, on an engine on this machine. */
async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-sam-'));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const { endpoint, secrets } = await startService(directory);
  const sam = await openSam({
    directory,
    environment: {
      [ENVIRONMENT_NAMES.table]: 'latchkey',
      [ENVIRONMENT_NAMES.issuer]: 'https://licenses.example.com',
      [ENVIRONMENT_NAMES.secrets]: secrets,
      // Nobody listens there: no call of AWS's queues leaves a container.
      [ENVIRONMENT_NAMES.webhookQueueUrl]: 'http://127.0.0.1:9',
      [ENVIRONMENT_NAMES.dynamodbEndpoint]: await exposeToContainers(endpoint),
    },
  });
  await invokeAll(sam);
  await callApi(sam);
}

try {
  await main();
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
}
