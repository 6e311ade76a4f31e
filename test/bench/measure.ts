/** One sample of a piece of work. */
export interface Sample {
  /** Milliseconds. */
  readonly wall: number;
  /** Milliseconds of processor in this process, which other programs on the machine disturb less. */
  readonly cpu: number;
}

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Median with the middle half, for example `12.1 (11.8–12.9)`. */
export function spread(values: readonly number[]): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => percentile(values, share).toFixed(2));
  return `${middle} (${low}–${high})`;
}

/** Runs work once and takes its time. */
export async function sample(work: () => Promise<unknown>): Promise<Sample> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - start, cpu: (user + system) / 1000 };
}

/** Calls `work` so many times, `concurrency` at once. @returns the milliseconds of each call */
export async function load(
  times: number,
  concurrency: number,
  work: (number: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const durations: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < times; number = next++) {
      const start = performance.now();
      await work(number);
      durations.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return durations;
}

/** The ratio of two works that take turns, so that whatever else the machine does meets both: A B, B A, A B … */
export async function compare<T>(
  rounds: number,
  baseline: () => Promise<T>,
  work: () => Promise<T>,
): Promise<readonly { readonly baseline: T; readonly work: T }[]> {
  const results: { baseline: T; work: T }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await baseline();
      results.push({ baseline: first, work: await work() });
    } else {
      const first = await work();
      results.push({ baseline: await baseline(), work: first });
    }
  }
  return results;
}

/** Megabytes that live after a collection; run with `--expose-gc` for exact ones. */
export function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
