import { createTable } from '../../functions/store/create-table.ts';
import { CODES_AT_ONCE, issueRound } from './issue.ts';
import { median, memory, sample, spread } from './measure.ts';
import { atLeast, atMost, type Findings, type Part, round } from './part.ts';
import { fill, measureGrowth } from './scale.ts';
import { openScene, type Scene } from './scene.ts';
import { DAY, makeDue, sweepRound } from './sweep.ts';
import { sweepAll } from './sweep-run.ts';

/** Codes between two comparisons with bare writes. */
const COMPARED_EACH = 20_000;
const LOOK_EACH = 2000;

const SIZES = [1000, 100_000, 1_000_000];
const QUICK_SIZES = [500, 2000, 4000];

/** A million codes in the table: issued, and used while the table grows. */
export const million: Part = {
  name: 'million',
  long: true,
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    const issuing = await openIssuing(scene);
    const growth = await measureGrowth(scene, quick ? QUICK_SIZES : SIZES, quick ? 40 : 200, issuing.grow);
    const issued = issuing.findings();
    return { tables: [...growth.tables, ...issued.tables], targets: [...growth.targets, ...issued.targets] };
  },
};

/** A tenth of a million licenses due at once. */
export const due: Part = {
  name: 'due',
  long: true,
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    await fill(scene, quick ? 4000 : 1_000_000);
    return sweepMany(scene, quick ? 500 : 100_000);
  },
};

/** These take long: whoever waits sees how far they are. */
function tell(progress: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${progress}`);
}

/** Issues like `fill`, now and then with a comparison, and watches the memory. */
async function openIssuing(scene: Scene) {
  const bareTable = `${scene.service.ledger.table}-bare-million`;
  await createTable({ ...scene.service.ledger, table: bareTable });
  const ratios: number[] = [];
  const rates: number[] = [];
  const before = memory();
  let [issued, most] = [0, 0];
  return {
    grow: async (_scene: Scene, count: number): Promise<void> => {
      for (let left = count; left > 0; ) {
        const { work, bare } = await issueRound(scene, bareTable);
        ratios.push(bare / work);
        const part = Math.min(left, COMPARED_EACH) - CODES_AT_ONCE;
        const { wall } = await sample(() => fill(scene, part));
        if (part > 0) rates.push((part / wall) * 1000);
        most = Math.max(most, memory() - before);
        left -= CODES_AT_ONCE + part;
        issued += CODES_AT_ONCE + part;
        tell(`${issued.toLocaleString('en-US')} codes issued`);
      }
    },
    findings: (): Findings => ({
      tables: [
        {
          title: 'Issuing a million codes',
          note: `One process issues all of them, ${CODES_AT_ONCE} a request; after every ${COMPARED_EACH.toLocaleString('en-US')} the same items as in one request are written bare. Memory is the most that lived after a collection.`,
          columns: ['codes', 'a second', 'share of bare', 'memory'],
          rows: [
            [issued.toLocaleString('en-US'), round(median(rates)), `${spread(ratios)}×`, `+ ${most.toFixed(1)} MB`],
          ],
        },
      ],
      targets: [
        atLeast(`issue: rate of bare writes over ${issued.toLocaleString('en-US')} codes`, median(ratios), 0.7),
        atMost(`issue: memory over ${issued.toLocaleString('en-US')} codes`, Math.max(0, most), 50, ' MB'),
      ],
    }),
  };
}

/** Many licenses that warn on one day, twice: once for the memory, once against bare transactions. */
async function sweepMany(scene: Scene, count: number): Promise<Findings> {
  const { ledger } = scene.service;
  const bareTable = `${ledger.table}-bare-due`;
  await createTable({ ...ledger, table: bareTable });
  await makeDue(scene, count, 'million');
  tell(`${count.toLocaleString('en-US')} licenses will be due`);
  scene.clock.advance(351.5 * DAY);
  const before = memory();
  let most = 0;
  const looking = setInterval(() => {
    most = Math.max(most, memory() - before);
  }, LOOK_EACH);
  let changed = 0;
  const { wall, cpu } = await sample(async () => {
    ({ changed } = await sweepAll(scene));
  });
  clearInterval(looking);
  most = Math.max(most, memory() - before);
  tell(`${changed.toLocaleString('en-US')} swept`);
  scene.clock.advance(7 * DAY);
  const compared = await sweepRound(scene, bareTable);
  const ratio = compared.bare / compared.work;
  const due = changed.toLocaleString('en-US');
  return {
    tables: [
      {
        title: 'A sweep with a tenth of the table due',
        note: 'The same licenses warn a week later again: that sweep is compared with the same transactions, bare.',
        columns: ['due', 'a second', 'share of bare', 'processor each, ms', 'memory'],
        rows: [
          [
            due,
            round((changed / wall) * 1000),
            `${ratio.toFixed(2)}×`,
            (cpu / changed).toFixed(2),
            `+ ${Math.max(0, most).toFixed(1)} MB`,
          ],
        ],
      },
    ],
    targets: [
      atLeast(`sweep of ${due}: rate of bare transactions of the same items`, ratio, 0.7),
      atMost(`sweep of ${due}: memory while it works`, Math.max(0, most), 50, ' MB'),
    ],
  };
}
