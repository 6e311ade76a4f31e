import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ENVIRONMENT_NAMES } from '../../functions/runtime/environment-names.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import { BUNDLE_MODULE, bundleFunctions } from '../../infra/bundling.ts';
import { FUNCTION_NAMES } from '../../infra/functions.ts';
import { bundleBare, contentsOf } from './bundles.ts';
import { median, spread } from './measure.ts';
import { atMost, type Findings, type Part, type Target } from './part.ts';

const TRIES = 21;
const QUICK_TRIES = 5;
const HOT = ['activate', 'validate'];
/** Shares of the bare function that the two functions which applications call may have; the others may have 1. */
const SIZE = 0.7;
const INIT = 0.95;

/** Prints the milliseconds, and those of processor, that a bundle takes to load in a fresh process. */
const LOAD = `
const cpu = process.cpuUsage(), start = performance.now();
require(process.argv[1]);
const wall = performance.now() - start, { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify([wall, (user + system) / 1000]));
process.exit(0);`;

interface Measured {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly wall: number[];
  readonly cpu: number[];
}

const environment = {
  ...process.env,
  [ENVIRONMENT_NAMES.table]: 'table',
  [ENVIRONMENT_NAMES.issuer]: 'https://licenses.example',
  [ENVIRONMENT_NAMES.secrets]: formatSecrets(createSecrets()),
  [ENVIRONMENT_NAMES.stage]: 'local',
  [ENVIRONMENT_NAMES.mailFrom]: 'licenses@example.com',
  [ENVIRONMENT_NAMES.mailQueueUrl]: 'https://sqs.us-east-1.amazonaws.com/1/mail',
  [ENVIRONMENT_NAMES.sweepQueueUrl]: 'https://sqs.us-east-1.amazonaws.com/1/sweep',
  [ENVIRONMENT_NAMES.webhookQueueUrl]: 'https://sqs.us-east-1.amazonaws.com/1/webhooks',
  [ENVIRONMENT_NAMES.eventBus]: 'bus',
  [ENVIRONMENT_NAMES.anchorBucket]: 'bucket',
  [ENVIRONMENT_NAMES.region]: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

async function loadOnce({ file, wall, cpu }: Measured): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', LOAD, file], { env: environment });
  const [milliseconds = Number.NaN, processor = Number.NaN] = JSON.parse(stdout) as number[];
  wall.push(milliseconds);
  cpu.push(processor);
}

/** Cold start: the bundles of the stack, each loaded in fresh processes that take turns. */
export const cold: Part = {
  name: 'cold',
  async run(quick) {
    const directory = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
    try {
      return await measure(directory, quick);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

async function measure(directory: string, quick: boolean): Promise<Findings> {
  const bundles = await bundleFunctions(FUNCTION_NAMES, directory);
  const toMeasure = async (name: string, file: string): Promise<Measured> => {
    return { name, file, bytes: (await stat(file)).size, wall: [], cpu: [] };
  };
  const bare = await toMeasure('bare', await bundleBare(directory));
  const functions = await Promise.all(
    FUNCTION_NAMES.map((name) => toMeasure(name, join(bundles.get(name)?.directory ?? '', `${BUNDLE_MODULE}.cjs`))),
  );
  const timed = [bare, ...functions.filter(({ name }) => !quick || HOT.includes(name))];
  for (let round = 0; round < (quick ? QUICK_TRIES : TRIES); round += 1) {
    for (const one of round % 2 === 0 ? timed : timed.toReversed()) await loadOnce(one);
  }
  const ratio = (one: Measured, of: 'wall' | 'cpu') => median(one[of]) / median(bare[of]);
  const rows = [bare, ...functions].map((one) => [
    one.name,
    `${(one.bytes / 1000).toFixed(1)} kB`,
    `${(one.bytes / bare.bytes).toFixed(2)}×`,
    one.wall.length === 0 ? '–' : spread(one.wall),
    one.wall.length === 0 ? '–' : `${ratio(one, 'wall').toFixed(2)}×`,
    one.wall.length === 0 ? '–' : `${ratio(one, 'cpu').toFixed(2)}×`,
  ]);
  const others = functions.filter(({ name }) => !HOT.includes(name));
  const targets = [
    ...functions
      .filter(({ name }) => HOT.includes(name))
      .flatMap((one) => [
        atMost(`${one.name}: bundle`, one.bytes / bare.bytes, SIZE),
        atMost(`${one.name}: init`, ratio(one, 'wall'), INIT),
      ]),
    worst(others, 'bundle', (one) => one.bytes / bare.bytes),
    ...(quick ? [] : [worst(others, 'init', (one) => ratio(one, 'wall'))]),
  ];
  const contents = HOT.map((name) => {
    const parts = bundles.get(name);
    const largest = parts === undefined ? [] : contentsOf(parts.metafile).slice(0, 10);
    return {
      title: `What is in ${name}`,
      note: 'The ten largest packages and folders of the bundle, from esbuild.',
      columns: ['part', 'kB'],
      rows: largest.map(([part, bytes]) => [part, (bytes / 1000).toFixed(1)]),
    };
  });
  const note = `Bundles of the stack, ${timed[0]?.wall.length} fresh processes each; bare is a DynamoDB client with three commands, middy and its body parser, bundled the same way without leaving anything out.`;
  const columns = ['function', 'size', 'against bare', 'init, ms', 'against bare', 'processor against bare'];
  return { tables: [{ title: 'Cold start', note, columns, rows }, ...contents], targets };
}

/** The function that is nearest to the bare one, or beyond: whatever it meets, all meet. */
function worst(functions: readonly Measured[], what: string, share: (one: Measured) => number): Target {
  const [one] = functions.toSorted((a, b) => share(b) - share(a));
  if (one === undefined) throw new Error('no functions');
  return atMost(`the other ${functions.length} functions: ${what}, the most (${one.name})`, share(one), 1);
}
