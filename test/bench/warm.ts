import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { readActivationId } from '../../functions/runtime/activation-id.ts';
import { type Key, licenseKey, slotKey } from '../../functions/store/keys.ts';
import { buildEvent } from '../support/http-event.ts';
import { compare, load, median, percentile, type Sample, sample } from './measure.ts';
import { atMost, type Findings, type Part } from './part.ts';
import { fingerprint, openScene, type Scene } from './scene.ts';

const CONCURRENCIES = [1, 8, 32];
const DEVICES = 64;

interface Run extends Sample {
  readonly durations: readonly number[];
}

interface Known {
  /** What API Gateway sends, put together beforehand: it is not the function's work. */
  readonly event: APIGatewayProxyEventV2;
  readonly keys: readonly Key[];
}

async function run(times: number, concurrency: number, work: (number: number) => Promise<unknown>): Promise<Run> {
  let durations: readonly number[] = [];
  const taken = await sample(async () => {
    durations = await load(times, concurrency, work);
  });
  return { ...taken, durations };
}

async function makeKnown(scene: Scene): Promise<readonly Known[]> {
  const codes = await scene.issue(DEVICES);
  return Promise.all(
    codes.map(async ({ code }, number) => {
      const device = `warm-${number}`;
      const activationId = await scene.activate(code, device);
      const read = readActivationId(scene.secrets, activationId);
      if (read === null) throw new Error('an activation id that is none');
      const body = { activationId, device: { fingerprint: fingerprint(device) } };
      const event = buildEvent('POST /v1/validations', { body });
      return { event, keys: [slotKey(read.device, read.family), licenseKey(read.license)] };
    }),
  );
}

/** The bare call that a validation makes: the same two items, read as a sample of the SDK does. */
function readBare({ service: { ledger } }: Scene, { keys }: Known): Promise<unknown> {
  const Keys = keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
  return ledger.client.send(new BatchGetItemCommand({ RequestItems: { [ledger.table]: { Keys } } }));
}

/** Warm calls: the exported handler of validate against the bare call of the SDK, which take turns. */
export const warm: Part = {
  name: 'warm',
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    const known = await makeKnown(scene);
    const pick = (number: number): Known => known[number % known.length] as Known;
    const { handler } = (await import('../../functions/validate/handler.ts')) as { handler: HttpHandler };
    const validate = async (number: number) => {
      const { statusCode } = await handler({ ...pick(number).event }, {} as Context);
      if (statusCode !== 200) throw new Error(`a validation was answered ${statusCode}`);
    };
    const [times, rounds] = quick ? [150, 4] : [500, 12];
    await run(times, 8, validate);
    await run(times, 8, (number) => readBare(scene, pick(number)));
    const measured: { concurrency: number; pairs: readonly { baseline: Run; work: Run }[] }[] = [];
    for (const concurrency of CONCURRENCIES) {
      const pairs = await compare(
        rounds,
        () => run(times, concurrency, (number) => readBare(scene, pick(number))),
        () => run(times, concurrency, validate),
      );
      measured.push({ concurrency, pairs });
    }
    const rows = measured.map(({ concurrency, pairs }) => {
      const all = (of: 'work' | 'baseline') => pairs.flatMap((pair) => pair[of].durations);
      const cpu = (of: 'work' | 'baseline') => median(pairs.map((pair) => pair[of].cpu / times));
      const ratio = (share: number) => percentile(all('work'), share) / percentile(all('baseline'), share);
      return {
        concurrency,
        p50: ratio(0.5),
        cpu: cpu('work') / cpu('baseline'),
        cells: [
          String(concurrency),
          percentile(all('baseline'), 0.5).toFixed(2),
          percentile(all('work'), 0.5).toFixed(2),
          `${ratio(0.5).toFixed(2)}×`,
          `${ratio(0.99).toFixed(2)}×`,
          cpu('baseline').toFixed(2),
          cpu('work').toFixed(2),
          `${(cpu('work') / cpu('baseline')).toFixed(2)}×`,
        ],
      };
    });
    const alone = rows[0];
    const columns = [
      'at once',
      'bare p50, ms',
      'validate p50, ms',
      'p50',
      'p99',
      'bare processor, ms',
      'validate processor, ms',
      'processor',
    ];
    return {
      tables: [
        {
          title: 'A warm validation against the bare read of its two items',
          note: `By activation id, lease signed, through the exported handler; ${times * rounds} calls each, in turns of ${times}.`,
          columns,
          rows: rows.map(({ cells }) => cells),
        },
      ],
      targets: [
        atMost('validate: p50 of the bare read, one at a time', alone?.p50 ?? Number.NaN, 1.15),
        atMost('validate: processor of the bare read, one at a time', alone?.cpu ?? Number.NaN, 1.5),
      ],
    };
  },
};
