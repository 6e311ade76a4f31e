import type { Answered } from '../support/http-event.ts';
import { Meter } from '../support/meter.ts';
import { type Bill, billed, billOf, type Call, core, idle, whole } from './bill.ts';
import { load, sample } from './measure.ts';
import { atMost, type Findings, type Part, round, type Table } from './part.ts';
import { ASSUMED, PRICES } from './prices.ts';
import { fingerprint, openScene, type Scene } from './scene.ts';
import { sweepAll } from './sweep-run.ts';

const DAY = 86_400;
const MILLION = 1e6;

interface Operation extends Call {
  readonly name: string;
  readonly requests: number;
}

/** Measures an operation on so many devices or licenses: exact units of each, processor as their mean. */
async function measure(
  meter: Meter,
  name: string,
  count: number,
  work: (number: number) => Promise<Answered>,
): Promise<Operation> {
  let bytes = 0;
  let measured = { trips: 0, requests: 0, readUnits: 0, writeUnits: 0 };
  const { cpu } = await sample(async () => {
    measured = await meter.measure(() =>
      load(count, 1, async (number) => {
        bytes += (await work(number)).body?.length ?? 0;
      }),
    );
  });
  const { trips, requests, readUnits, writeUnits } = measured;
  const each = (sum: number) => sum / count;
  return {
    name,
    cpu: each(cpu),
    bytes: each(bytes),
    trips: each(trips),
    requests: each(requests),
    readUnits: each(readUnits),
    writeUnits: each(writeUnits),
  };
}

async function measureAll(scene: Scene, quick: boolean): Promise<readonly Operation[]> {
  const meter = new Meter(scene.service.ledger.client);
  const count = quick ? 40 : 200;
  const codes = await scene.issue(count + 1);
  const code = (number: number) => codes[number]?.code ?? '';
  const name = (number: number) => `cost-${number}`;
  const ids: string[] = [];
  const activate = (number: number) => {
    const device = { fingerprint: fingerprint(name(number)), platform: 'windows' };
    const body = { code: code(number), product: 'office-pc', device };
    return scene.call('activate', 'POST /v1/activations', { body });
  };
  const firstId = await scene.activate(code(count), 'cost-warm');
  await scene.validate(firstId, 'cost-warm');
  const device = (number: number) => ({ fingerprint: fingerprint(name(number)) });
  const validate = (number: number) => scene.validate(ids[number] ?? '', name(number));
  const steps: [string, (number: number) => Promise<Answered>][] = [
    [
      'activate, first device of a license',
      async (number) => {
        const answered = await activate(number);
        ids[number] = String(answered.json.activationId);
        return answered;
      },
    ],
    ['activate again within a day', activate],
    ['validate', validate],
    [
      'validate by code',
      (number) =>
        scene.call('validate', 'POST /v1/validations', {
          body: { code: code(number), product: 'office-pc', device: device(number) },
        }),
    ],
    [
      'block',
      (number) =>
        scene.call('operate', 'POST /v1/licenses/{id}/block', {
          path: { id: codes[number]?.licenseId ?? '' },
          body: { reason: 'measured' },
        }),
    ],
    ['validate a blocked one (read again strongly)', validate],
    [
      'unblock',
      (number) =>
        scene.call('operate', 'POST /v1/licenses/{id}/unblock', {
          path: { id: codes[number]?.licenseId ?? '' },
          body: { reason: 'measured' },
        }),
    ],
  ];
  const operations: Operation[] = [];
  for (const [what, work] of steps) operations.push(await measure(meter, what, count, work));
  scene.clock.advance(DAY);
  operations.push(await measure(meter, 'validate, first of a day', count, validate));
  const release = (number: number) =>
    scene.call('deactivate', 'POST /v1/deactivations', {
      body: { activationId: ids[number] ?? '', device: device(number) },
    });
  operations.push(await measure(meter, 'deactivate', count, release));
  const issue = () => scene.call('issue', 'POST /v1/codes', { body: { plan: 'seats-3', quantity: 100 } });
  const hundred = await measure(meter, 'issue 100 codes', 1, issue);
  const swept = await meter.measure(() => sweepAll(scene));
  operations.push(hundred, { name: 'idle sweep', cpu: 0, bytes: 0, ...swept });
  return operations;
}

function operationsTable(operations: readonly Operation[]): Table {
  const rows = operations.map((one) => {
    const bill = billOf(one, MILLION);
    const counts = [one.trips, one.requests, one.readUnits, one.writeUnits].map(round);
    const money =
      one.name === 'idle sweep' ? ['–', '–', '–'] : [String(billed(one)), dollars(core(bill)), dollars(whole(bill))];
    return [one.name, ...counts, ...money];
  });
  const columns = [
    'operation',
    'trips',
    'requests',
    'read units',
    'write units',
    'billed ms',
    '$ a million',
    'with logs and transfer',
  ];
  const note = `List prices of ${PRICES.region} as of ${PRICES.date}, without any free tier (test/bench/prices.ts). Billed milliseconds are ${ASSUMED.trip} a trip and the measured processor at the share of ${ASSUMED.memory * 1000} MB.`;
  return { title: 'What operations cost', note, columns, rows };
}

function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { maximumFractionDigits: amount < 100 ? 2 : 0, minimumFractionDigits: amount < 100 ? 2 : 0 })}`;
}

const PARTS: readonly (keyof Bill)[] = ['api', 'lambda', 'reads', 'writes', 'logs', 'transfer'];

function partsTable(operations: readonly Operation[]): Table {
  const rows = operations
    .filter(({ name }) => /^(validate|activate)/.test(name))
    .map((one) => [one.name, ...PARTS.map((part) => `$${billOf(one, MILLION)[part].toFixed(3)}`)]);
  return { title: 'The parts of a million', note: 'The same prices.', columns: ['operation', ...PARTS], rows };
}

/** A month of a device: it asks twice a day, and one device in ten is activated anew. */
const VALIDATIONS = 30;
const FIRST_OF_DAY = 30;
const ACTIVATIONS = 0.1;
/** GB that a device with its license takes in the table and its index. */
const STORED = 3e-6;

function monthTable(operations: readonly Operation[]): Table {
  const find = (name: string) => operations.find((one) => one.name === name) as Operation;
  const swept = find('idle sweep').readUnits;
  const rows = [1e3, 1e6, 1e9].map((devices) => {
    const bills = [
      billOf(find('validate'), devices * VALIDATIONS),
      billOf(find('validate, first of a day'), devices * FIRST_OF_DAY),
      billOf(find('activate, first device of a license'), devices * ACTIVATIONS),
    ];
    const parts = PARTS.map((part) => bills.reduce((sum, bill) => sum + bill[part], 0));
    const storage = devices * STORED * (PRICES.storage + PRICES.recovery);
    const { running, standing } = idle(swept);
    const all = [...parts, storage, running + standing];
    return [devices.toLocaleString('en-US'), ...all.map(dollars), dollars(all.reduce((sum, part) => sum + part, 0))];
  });
  const columns = ['active devices', ...PARTS, 'storage', 'idle', 'together'];
  const note = `Two validations a day, the first of which writes a unit; one device in ten activated anew; 3 kB a device in table and index with recovery. Idle is what runs and stands when nobody asks.`;
  return { title: 'A month', note, columns, rows };
}

/** What every operation costs, in requests, units and dollars. */
export const cost: Part = {
  name: 'cost',
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    const operations = await measureAll(scene, quick);
    scene.service.ledger.client.middlewareStack.remove('meter');
    const plain = billOf(operations.find(({ name }) => name === 'validate') as Operation, MILLION);
    const targets = [
      atMost('a million validations without logs and transfer', core(plain), 1.5, ' $'),
      atMost('a million validations with logs and transfer', whole(plain), 2, ' $'),
    ];
    return { tables: [operationsTable(operations), partsTable(operations), monthTable(operations)], targets };
  },
};
