import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { readActivationId } from '../../functions/runtime/activation-id.ts';
import { type Key, licenseKey, slotKey } from '../../functions/store/keys.ts';
import { intercept } from '../support/faults.ts';
import { buildEvent } from '../support/http-event.ts';
import { compare } from './measure.ts';
import { atMost, type Findings, type Part } from './part.ts';
import { fingerprint, openScene, type Scene } from './scene.ts';
import { warmActivations } from './warm-activate.ts';
import { COLUMNS, type Pair, runWarm, warmRow } from './warm-row.ts';

const CONCURRENCIES = [1, 8, 32];
const DEVICES = 64;
/** Milliseconds to the table and back, beside the engine's own: what DynamoDB takes within a region. */
const AWAY = 4;

interface Known {
  /** What API Gateway sends, put together beforehand: it is not the function's work. */
  readonly event: APIGatewayProxyEventV2;
  readonly keys: readonly Key[];
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
function readBare({ bare, service: { ledger } }: Scene, { keys }: Known): Promise<unknown> {
  const Keys = keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
  return bare.send(new BatchGetItemCommand({ RequestItems: { [ledger.table]: { Keys } } }));
}

/** Warm calls: the exported handlers against the bare calls of the SDK, which take turns. */
export const warm: Part = {
  name: 'warm',
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    const validations = await warmValidations(scene, quick);
    const activations = await warmActivations(scene, quick);
    return { ...validations, tables: [...validations.tables, ...activations.tables] };
  },
};

async function warmValidations(scene: Scene, quick: boolean): Promise<Findings> {
  const known = await makeKnown(scene);
  const pick = (number: number): Known => known[number % known.length] as Known;
  const { handler } = (await import('../../functions/validate/handler.ts')) as { handler: HttpHandler };
  const validate = async (number: number) => {
    const { statusCode } = await handler({ ...pick(number).event }, {} as Context);
    if (statusCode !== 200) throw new Error(`a validation was answered ${statusCode}`);
  };
  const bare = (number: number) => readBare(scene, pick(number));
  const [times, rounds] = quick ? [150, 4] : [500, 12];
  await runWarm(times, 8, validate);
  await runWarm(times, 8, bare);
  const measure = (concurrency: number): Promise<readonly Pair[]> =>
    compare(
      rounds,
      () => runWarm(times, concurrency, bare),
      () => runWarm(times, concurrency, validate),
    );
  const rows: ReturnType<typeof warmRow>[] = [];
  for (const concurrency of CONCURRENCIES) rows.push(warmRow(String(concurrency), await measure(concurrency)));
  const clients = [scene.service.ledger.client, scene.bare];
  for (const client of clients) {
    intercept(client, 'away', async (call) => {
      await pause(AWAY);
      return call.send();
    });
  }
  const away = warmRow(`1, the table ${AWAY} ms away`, await measure(1));
  for (const client of clients) client.middlewareStack.remove('away');
  const [alone] = rows;
  return {
    tables: [
      {
        title: 'A warm validation against the bare read of its two items',
        note: `By activation id, lease signed, through the exported handler; ${times * rounds} calls each, in turns of ${times}. The engine is on this machine, so that the signature of the lease is a tenth of the whole; the last row adds to both the way to a table as it is in the cloud.`,
        columns: COLUMNS,
        rows: [...rows, away].map(({ cells }) => cells),
      },
    ],
    targets: [
      atMost('validate: p50 of the bare read, one at a time', alone?.p50 ?? Number.NaN, 1.15),
      atMost(`validate: the same with the table ${AWAY} ms away`, away.p50, 1.15),
      atMost('validate: processor of the bare read, one at a time', alone?.cpu ?? Number.NaN, 1.5),
    ],
  };
}
