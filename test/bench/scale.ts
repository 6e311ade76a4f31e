import { Meter } from '../support/meter.ts';
import { median } from './measure.ts';
import { atMost, type Findings, type Part, round, type Target } from './part.ts';
import { type Code, openScene, type Scene } from './scene.ts';
import { sweepAll } from './sweep-run.ts';

const ISSUED_AT_ONCE = 500;

/** What one operation took at a size of the table. */
interface Taken {
  readonly units: string;
  readonly durations: readonly number[];
}

type Step = 'activate' | 'validate' | 'idle sweep';

/** Issues so many codes, requests of 500 each. */
export async function fill(scene: Scene, count: number): Promise<void> {
  for (let left = count; left > 0; left -= ISSUED_AT_ONCE) await scene.issue(Math.min(left, ISSUED_AT_ONCE));
}

/** Takes turns between the steps, so that the machine's other work meets all alike. */
async function take(scene: Scene, meter: Meter, size: string, times: number): Promise<Record<Step, Taken>> {
  const codes: readonly Code[] = await scene.issue(times);
  const durations: Record<Step, number[]> = { activate: [], validate: [], 'idle sweep': [] };
  const units: Record<Step, Set<string>> = { activate: new Set(), validate: new Set(), 'idle sweep': new Set() };
  const timed = async (step: Step, work: () => Promise<unknown>) => {
    const start = performance.now();
    const { requests, readUnits, writeUnits } = await meter.measure(work);
    durations[step].push(performance.now() - start);
    units[step].add(`${requests} requests, ${readUnits} + ${writeUnits} units`);
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
  const taken = (step: Step): Taken => ({ units: [...units[step]].join('; '), durations: durations[step] });
  return { activate: taken('activate'), validate: taken('validate'), 'idle sweep': taken('idle sweep') };
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
  const rows = (['activate', 'validate', 'idle sweep'] as const).flatMap((step) => {
    const base = median(small?.taken[step].durations ?? []);
    const isSame = small?.taken[step].units === large?.taken[step].units;
    targets.push({
      what: `${step}: units at ${large?.size.toLocaleString('en-US')} licenses as at ${small?.size.toLocaleString('en-US')}`,
      limit: 'equal',
      measured: isSame ? 'equal' : 'not equal',
      met: isSame,
    });
    targets.push(atMost(`${step}: time at that size`, median(large?.taken[step].durations ?? []) / base, 1.2));
    return results.map(({ size, taken }) => {
      const { durations, units } = taken[step];
      const middle = median(durations);
      return [step, size.toLocaleString('en-US'), units, round(middle), `${(middle / base).toFixed(2)}×`];
    });
  });
  const columns = ['operation', 'licenses', 'each costs (reads + writes)', 'p50, ms', 'against the smallest'];
  const note = `${times} calls each, one at a time; the engine keeps the table in memory. The sizes cannot take turns, so the times bear whatever else the machine did meanwhile; the units do not.`;
  return { tables: [{ title: 'A growing table', note, columns, rows }], targets };
}
