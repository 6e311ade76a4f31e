import { load, median, percentile, type Sample, sample } from './measure.ts';

/** A run of calls, with the milliseconds of each. */
export interface WarmRun extends Sample {
  readonly durations: readonly number[];
}

/** A run of the service's calls, and the bare one that it is compared with. */
export interface Pair {
  readonly baseline: WarmRun;
  readonly work: WarmRun;
}

export const COLUMNS = [
  'at once',
  'bare p50, ms',
  'p50, ms',
  'p50',
  'p99',
  'bare processor, ms',
  'processor, ms',
  'processor',
];

/** Calls `work` so many times, `concurrency` at once, and takes the time of each and of all. */
export async function runWarm(
  times: number,
  concurrency: number,
  work: (number: number) => Promise<unknown>,
): Promise<WarmRun> {
  let durations: readonly number[] = [];
  const taken = await sample(async () => {
    durations = await load(times, concurrency, work);
  });
  return { ...taken, durations };
}

/** The figures of pairs of runs, and the row that shows them. */
export function warmRow(name: string, pairs: readonly Pair[]) {
  const all = (of: keyof Pair) => pairs.flatMap((pair) => pair[of].durations);
  const cpu = (of: keyof Pair) => median(pairs.map((pair) => pair[of].cpu / pair[of].durations.length));
  const ratio = (share: number) => percentile(all('work'), share) / percentile(all('baseline'), share);
  const cells = [
    name,
    percentile(all('baseline'), 0.5).toFixed(2),
    percentile(all('work'), 0.5).toFixed(2),
    `${ratio(0.5).toFixed(2)}×`,
    `${ratio(0.99).toFixed(2)}×`,
    cpu('baseline').toFixed(2),
    cpu('work').toFixed(2),
    `${(cpu('work') / cpu('baseline')).toFixed(2)}×`,
  ];
  return { p50: ratio(0.5), cpu: cpu('work') / cpu('baseline'), cells };
}
