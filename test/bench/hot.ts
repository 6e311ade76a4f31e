import { Meter } from '../support/meter.ts';
import { TransactionConflicts } from '../support/transaction-conflicts.ts';
import { load, percentile } from './measure.ts';
import { atMost, type Findings, type Part, type Target } from './part.ts';
import { fingerprint, openScene, type Scene } from './scene.ts';

/** Milliseconds that DynamoDB has the items of a transaction under way. */
const IN_FLIGHT = 10;
const SEATS = 100_000;

interface Rush {
  readonly devices: number;
  readonly seats: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly durations: readonly number[];
  readonly transactions: number;
  readonly conflicts: number;
  readonly wall: number;
}

async function rush(scene: Scene, conflicts: TransactionConflicts, devices: number, seats: number): Promise<Rush> {
  const [code] = await scene.issue(1, seats);
  const statuses = new Map<number, number>();
  const [transactions, refused] = [conflicts.transactions, conflicts.conflicts];
  const start = performance.now();
  const durations = await load(devices, devices, async (number) => {
    const device = { fingerprint: fingerprint(`hot-${seats}-${number}`), platform: 'windows' };
    const body = { code: code?.code, product: 'office-pc', device };
    const status = await scene.call('activate', 'POST /v1/activations', { body }).then(
      (answered) => answered.statusCode ?? 0,
      () => 503,
    );
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  return {
    devices,
    seats,
    statuses,
    durations,
    transactions: conflicts.transactions - transactions,
    conflicts: conflicts.conflicts - refused,
    wall: performance.now() - start,
  };
}

/** Devices that activate one license at the same instant, with the conflicts that DynamoDB gives. */
export const hot: Part = {
  name: 'hot',
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    const { client } = scene.service.ledger;
    const conflicts = new TransactionConflicts(client, IN_FLIGHT, false);
    const meter = new Meter(client);
    const devices = quick ? 100 : 1000;
    const rushes: Rush[] = [];
    const cost = await meter.measure(async () => {
      rushes.push(await rush(scene, conflicts, devices, SEATS));
    });
    // A license that is not counted in shards, for what one item bears.
    rushes.push(await rush(scene, conflicts, Math.min(devices, 100), 500));
    for (const name of ['transaction-conflicts', 'meter']) client.middlewareStack.remove(name);
    const rows = rushes.map((one) => {
      const done = one.statuses.get(201) ?? 0;
      return [
        one.seats.toLocaleString('en-US'),
        String(one.devices),
        String(done),
        String(one.devices - done),
        ((one.transactions + one.conflicts) / done).toFixed(2),
        percentile(one.durations, 0.5).toFixed(0),
        percentile(one.durations, 0.99).toFixed(0),
        (one.wall / 1000).toFixed(1),
      ];
    });
    const [first] = rushes;
    const done = first?.statuses.get(201) ?? 0;
    const targets: Target[] = [
      {
        what: `one license of ${SEATS.toLocaleString('en-US')} seats: of ${devices} devices at once succeed`,
        limit: `${devices}`,
        measured: String(done),
        met: done === devices,
      },
      atMost('… attempts a success', ((first?.transactions ?? 0) + (first?.conflicts ?? 0)) / done, 10, ''),
    ];
    const columns = [
      'seats',
      'devices at once',
      'activated',
      'others',
      'attempts each',
      'p50, ms',
      'p99, ms',
      'all, s',
    ];
    const note = `All begin in the same instant. A transaction has its items under way for ${IN_FLIGHT} ms, and any other write of one of them gets \`TransactionConflict\`. The first license is counted in 16 shards, the second in its own item. ${cost.requests} requests for the first, ${(cost.readUnits / devices).toFixed(1)} read and ${(cost.writeUnits / devices).toFixed(1)} write units a device.`;
    return { tables: [{ title: 'One hot license', note, columns, rows }], targets };
  },
};
