import { forEachAtMost } from '../../functions/store/parallel.ts';
import { Meter } from '../support/meter.ts';
import { isWrite, makeBare, type Recorded, recordCalls, sendBare, sendRead } from './bare-writes.ts';
import { median, sample } from './measure.ts';
import { atMost, type Findings, type Part, round, type Target } from './part.ts';
import { type Code, openScene, type Scene } from './scene.ts';
import { sweepAll } from './sweep-run.ts';

const ISSUED_AT_ONCE = 500;

/** What one operation took at a size of the table, and the same calls bare. */
interface Taken {
  readonly units: string;
  readonly durations: readonly number[];
  readonly bare: readonly number[];
}

type Step = 'activate' | 'validate' | 'idle sweep';

/** Issues so many codes, requests of 500 each. */
export async function fill(scene: Scene, count: number): Promise<void> {
  for (let left = count; left > 0; left -= ISSUED_AT_ONCE) await scene.issue(Math.min(left, ISSUED_AT_ONCE));
}

/** As many at once as the sweep has under way. */
const QUERIES_AT_ONCE = 8;

/** Takes turns between the steps, so that the machine's other work meets all alike. */
async function take(scene: Scene, meter: Meter, size: string, times: number): Promise<Record<Step, Taken>> {
  const codes: readonly Code[] = await scene.issue(times);
  const none = () => ({ durations: [] as number[], bare: [] as number[], units: new Set<string>() });
  const taken: Record<Step, ReturnType<typeof none>> = { activate: none(), validate: none(), 'idle sweep': none() };
  const timed = async (step: Step, work: () => Promise<unknown>) => {
    const { durations, bare, units } = taken[step];
    const recorded = await recordCalls(scene.service.ledger, async () => {
      const start = performance.now();
      const { requests, readUnits, writeUnits } = await meter.measure(work);
      durations.push(performance.now() - start);
      units.add(`${requests} requests, ${readUnits} + ${writeUnits} units`);
    });
    bare.push(await timeBare(scene, recorded, step === 'idle sweep' ? QUERIES_AT_ONCE : 1));
  };
  await sweepAll(scene);
  for (const [number, { code }] of codes.entries()) {
    const device = `scale-${size}-${number}`;
    let id = '';
    await timed('activate', async () => {
      id = await scene.activate(code, device);
    });
    await timed('validate', () => scene.validate(id, device));
    if (number % 5 === 0) await timed('idle sweep', () => sweepAll(scene));
  }
  const all = (step: Step): Taken => ({ ...taken[step], units: [...taken[step].units].join('; ') });
  return { activate: all('activate'), validate: all('validate'), 'idle sweep': all('idle sweep') };
}

/** The milliseconds that the same calls take bare, in the same table: its items are put as they are. */
async function timeBare({ bare, service: { ledger } }: Scene, recorded: readonly Recorded[], atOnce: number) {
  const calls = await Promise.all(
    recorded.map(async (one) => {
      const write = isWrite(one) ? await makeBare(ledger, ledger.table, one) : null;
      return () => (write === null ? sendRead(bare, one) : sendBare(bare, write));
    }),
  );
  return (await sample(() => forEachAtMost(calls, atOnce, async (call) => void (await call())))).wall;
}

/** Validation, activation and an idle sweep while the table grows: nothing may depend on how many licenses there are. */
export const scale: Part = {
  name: 'scale',
  async run(quick): Promise<Findings> {
    return measureGrowth(await openScene(), quick ? [1000, 5000] : [1000, 100_000], quick ? 40 : 100, fill);
  },
};

/**
 * @param sizes of the table, the smallest first
 * @param times calls of each operation at each size
 * @param grow issues so many codes more
 */
export async function measureGrowth(
  scene: Scene,
  sizes: readonly number[],
  times: number,
  grow: typeof fill,
): Promise<Findings> {
  const meter = new Meter(scene.service.ledger.client);
  await take(scene, meter, 'warm', 20);
  const results: { size: number; taken: Record<Step, Taken> }[] = [];
  let filled = 0;
  for (const size of sizes) {
    await grow(scene, size - filled);
    filled = size;
    // What a process keeps for a minute, such as the catalog, is read anew after so long, whatever the size of the table.
    await take(scene, meter, `anew-${size}`, 5);
    results.push({ size, taken: await take(scene, meter, String(size), times) });
  }
  scene.service.ledger.client.middlewareStack.remove('meter');
  const [small, large] = [results[0], results.at(-1)];
  const targets: Target[] = [];
  const share = ({ durations, bare }: Taken) => median(durations) / median(bare);
  const rows = (['activate', 'validate', 'idle sweep'] as const).flatMap((step) => {
    const [base, last] = [small?.taken[step], large?.taken[step]];
    if (base === undefined || last === undefined) return [];
    const sizes = `${large?.size.toLocaleString('en-US')} licenses as at ${small?.size.toLocaleString('en-US')}`;
    const isSame = base.units === last.units;
    targets.push({
      what: `${step}: units at ${sizes}`,
      limit: 'equal',
      measured: isSame ? 'equal' : 'not equal',
      met: isSame,
    });
    targets.push(atMost(`${step}: time against its bare calls, the same`, share(last) / share(base), 1.2));
    return results.map(({ size, taken }) => {
      const { durations, bare, units } = taken[step];
      const [middle, bareMiddle] = [median(durations), median(bare)];
      const against = share(taken[step]);
      return [
        step,
        size.toLocaleString('en-US'),
        units,
        round(bareMiddle),
        round(middle),
        `${against.toFixed(2)}×`,
        `${(against / share(base)).toFixed(2)}×`,
      ];
    });
  });
  const columns = ['operation', 'licenses', 'each costs', 'bare p50, ms', 'p50, ms', 'of bare', 'against the smallest'];
  const note = `${times} calls each, one at a time, and after each the same calls bare, in the same table. The engine keeps all of it in the memory of this machine and becomes slower with it; the last column is what the service adds to that. Units are reads + writes.`;
  return { tables: [{ title: 'A growing table', note, columns, rows }], targets };
}
