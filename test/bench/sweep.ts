import { createTable } from '../../functions/store/create-table.ts';
import { partitions } from '../../functions/store/keys.ts';
import { forEachAtMost } from '../../functions/store/parallel.ts';
import { type BareWrite, makeBare, recordWrites, sendBare } from './bare-writes.ts';
import { load, median, memory, sample, spread } from './measure.ts';
import { atLeast, atMost, type Findings, type Part, round } from './part.ts';
import { openScene, type Scene } from './scene.ts';
import { sweepAll } from './sweep-run.ts';

/** Seconds. */
export const DAY = 86_400;
/** Activations at once while due licenses are made. */
const MAKERS = 16;
/** As many at once as the sweep has under way. */
const AT_ONCE = 64;

/** Issues and activates so many codes, whose licenses then end together. */
export async function makeDue(scene: Scene, count: number, name: string): Promise<void> {
  for (let at = 0; at < count; at += 500) {
    const codes = await scene.issue(Math.min(500, count - at));
    await load(codes.length, MAKERS, (number) => scene.activate(codes[number]?.code ?? '', `${name}-${at + number}`));
  }
}

export interface SweepRound {
  readonly changed: number;
  readonly work: number;
  readonly bare: number;
  /** Milliseconds of processor for each license. */
  readonly cpu: number;
  readonly grown: number;
}

/** Sweeps everything that is due, then writes the same transactions bare. */
export async function sweepRound(scene: Scene, bareTable: string): Promise<SweepRound> {
  const { ledger } = scene.service;
  const before = memory();
  let [changed, work, cpu] = [0, 0, 0];
  const recorded = await recordWrites(ledger, async () => {
    const taken = await sample(async () => {
      ({ changed } = await sweepAll(scene));
    });
    work = taken.wall;
    cpu = taken.cpu / changed;
  });
  // What the recording keeps is the measurement's, not the sweep's.
  const grown = memory() - before - JSON.stringify(recorded).length / 2 ** 20;
  const writes: BareWrite[] = [];
  await load(recorded.length, AT_ONCE, async (number) => {
    const one = recorded[number];
    if (one !== undefined) writes.push(await makeBare(ledger, bareTable, one));
  });
  const bare = await sample(() =>
    forEachAtMost(writes, AT_ONCE, async (one) => void (await sendBare(scene.bare, one))),
  );
  return { changed, work, cpu, bare: bare.wall, grown };
}

/** A sweep with many licenses due against bare transactions of the same items; workers side by side. */
export const sweep: Part = {
  name: 'sweep',
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    const { ledger } = scene.service;
    const bareTable = `${ledger.table}-bare-sweep`;
    await createTable({ ...ledger, table: bareTable });
    const count = quick ? 600 : 3000;
    await makeDue(scene, count, 'due');
    // Licenses of a year warn four times and then expire: each of these days makes all of them due.
    const rounds: SweepRound[] = [];
    for (const days of quick ? [351.5, 7] : [351.5, 7, 4, 2, 1]) {
      scene.clock.advance(days * DAY);
      const done = await sweepRound(scene, bareTable);
      if (done.changed > 0) rounds.push(done);
    }
    const ratio = median(rounds.map(({ work, bare }) => bare / work));
    const grown = median(rounds.map((one) => one.grown));
    const rate = (of: 'work' | 'bare') => median(rounds.map((one) => (one.changed / one[of]) * 1000));
    const columns = [
      'due in a round',
      'rounds',
      'a second',
      'bare, a second',
      'share of bare',
      'processor each, ms',
      'memory',
    ];
    const row = [
      String(median(rounds.map(({ changed }) => changed))),
      String(rounds.length),
      round(rate('work')),
      round(rate('bare')),
      `${spread(rounds.map(({ work, bare }) => bare / work))}×`,
      median(rounds.map(({ cpu }) => cpu)).toFixed(2),
      `+ ${grown.toFixed(1)} MB`,
    ];
    const note = `Licenses that warn or expire. After each sweep the same transactions are sent bare, without conditions, ${AT_ONCE} at once; the sweep also reads the index and every license before it writes.`;
    const workers = await sideBySide(scene, quick ? 200 : 1500);
    return {
      tables: [{ title: 'A sweep with much to do', note, columns, rows: [row] }, workers],
      targets: [
        atLeast('sweep: rate of bare transactions of the same items', ratio, 0.7),
        atMost('sweep: memory while it works', Math.max(0, grown), 50, ' MB'),
      ],
    };
  },
};

/** Workers share the partitions out, as the queue does; they are calls in one process here. */
async function sideBySide(scene: Scene, count: number) {
  const rows: string[][] = [];
  const all = partitions('DUE');
  for (const workers of [1, 2, 4]) {
    await makeDue(scene, count, `workers-${workers}`);
    scene.clock.advance(366 * DAY);
    let changed = 0;
    const { wall } = await sample(async () => {
      const parts = Array.from({ length: workers }, (_, at) => all.filter((_one, index) => index % workers === at));
      const reports = await Promise.all(parts.map((part) => sweepAll(scene, part)));
      changed = reports.reduce((sum, report) => sum + report.changed, 0);
    });
    rows.push([String(workers), String(changed), round((changed / wall) * 1000)]);
  }
  return {
    title: 'Sweeps side by side',
    note: 'Each has its share of the partitions of the index. One process and one engine on the same cores bear them all, so this shows that they do not hinder each other, not how the cloud grows.',
    columns: ['workers', 'changed', 'a second'],
    rows,
  };
}
