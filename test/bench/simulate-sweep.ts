/**
 * `node test/bench/simulate-sweep.ts [licenses due in an hour]`: the arithmetic of a clump. Minute by minute: what becomes
 * due, what the sweep's workers can take, and what the partitions of the index and the table admit. Prints how late the
 * last one is, and what held it up. The numbers below are those of docs/scale.md.
 */

/** What bounds a sweep. */
interface Plant {
  readonly shards: number;
  /** Functions that work side by side, a shard each at most. */
  readonly workers: number;
  /** MB of a worker: so much of a processor of 1 769 MB is its own. */
  readonly memory: number;
  /** Milliseconds of a whole processor that a visit takes (part `sweep` of docs/benchmarks.md, on a quiet machine). */
  readonly processorOfVisit: number;
  /** Write units a second that one partition of the index, or of the table, admits. */
  readonly unitsOfPartition: number;
  /** Units that a visit writes into its shard of the index: the old place and the new one, doubled in a transaction. */
  readonly indexUnits: number;
  /** Units that a visit writes into the index of what has not left, by its audit entry. */
  readonly outboxUnits: number;
}

interface Clump {
  readonly due: number;
  /** Minutes in which they become due. */
  readonly minutes: number;
}

interface Outcome {
  readonly lastLateMinutes: number;
  readonly mostWaiting: number;
  readonly rate: number;
  readonly heldUpBy: 'workers' | 'index' | 'nothing';
}

export const PLANT: Plant = {
  shards: 32,
  workers: 4,
  memory: 512,
  processorOfVisit: 2,
  unitsOfPartition: 1000,
  indexUnits: 4,
  outboxUnits: 2,
};

const WHOLE_PROCESSOR = 1769;

/** Licenses a second that one worker finishes; its 64 transactions at once wait longer for a processor than for the table. */
export function rateOfWorker({ memory, processorOfVisit }: Plant): number {
  return (Math.min(1, memory / WHOLE_PROCESSOR) * 1000) / processorOfVisit;
}

/** Licenses a second that all shards together take, and which bound is the lower one. */
export function capacity(plant: Plant): Pick<Outcome, 'rate' | 'heldUpBy'> {
  const byWorkers = Math.min(plant.workers, plant.shards) * rateOfWorker(plant);
  const byIndex = (plant.shards * plant.unitsOfPartition) / Math.max(plant.indexUnits, plant.outboxUnits);
  return byWorkers < byIndex ? { rate: byWorkers, heldUpBy: 'workers' } : { rate: byIndex, heldUpBy: 'index' };
}

/** Plays the clump minute by minute until nothing waits. */
export function simulate(plant: Plant, { due, minutes }: Clump): Outcome {
  const { rate, heldUpBy } = capacity(plant);
  let [waiting, mostWaiting, minute] = [0, 0, 0];
  for (; minute < minutes || waiting > 0; minute += 1) {
    if (minute < minutes) waiting += due / minutes;
    waiting = Math.max(0, waiting - rate * 60);
    mostWaiting = Math.max(mostWaiting, waiting);
  }
  const lastLateMinutes = minute - minutes;
  return { lastLateMinutes, mostWaiting, rate, heldUpBy: lastLateMinutes === 0 ? 'nothing' : heldUpBy };
}

if (import.meta.main) {
  const due = Number(process.argv[2] ?? 3e7);
  const plants: [string, Plant][] = [
    ['as deployed', PLANT],
    ['32 workers', { ...PLANT, workers: 32 }],
    ['32 workers of 1 769 MB', { ...PLANT, workers: 32, memory: 1769 }],
    ['64 workers of 1 769 MB, 128 shards', { ...PLANT, workers: 64, memory: 1769, shards: 128 }],
  ];
  for (const [name, plant] of plants) {
    for (const minutes of [60, 1]) {
      const { rate, lastLateMinutes, mostWaiting, heldUpBy } = simulate(plant, { due, minutes });
      const waiting = Math.round(mostWaiting).toLocaleString('en-US');
      console.log(
        `${name}, due within ${minutes} min: ${Math.round(rate)}/s, last one ${lastLateMinutes} min late, ${waiting} waiting at most, held up by ${heldUpBy}`,
      );
    }
  }
}
