import { publishAll } from '../../functions/publish/publish.ts';
import { partitions } from '../../functions/store/keys.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { KeepingSink } from '../support/audited-license.ts';
import { RandomFaults } from '../support/random-faults.ts';
import { seeded } from '../support/seeded.ts';
import type { TestService } from '../support/test-service.ts';
import { act, pickDeed, type Run, Tally } from './deeds.ts';
import { type Findings, inspect } from './inspect.ts';
import { fillShelf, type SoakLicense } from './shelf.ts';

export interface SoakOptions {
  readonly operations: number;
  readonly licenses: number;
  /** Share of database calls that fail. */
  readonly faultRate: number;
  /** Operations at a time. */
  readonly atOnce: number;
  /** The same seed picks the same operations; how they interleave differs all the same. */
  readonly seed: number;
  /** After so many seconds nothing more is begun. */
  readonly longest?: number;
  readonly report?: (done: number, tally: Tally) => void;
}

export interface SoakResult extends Findings {
  readonly tally: Tally;
  readonly calls: number;
  readonly inflicted: number;
  readonly sweeps: number;
}

/** Simulated time that a run covers, in seconds: long enough for warnings, ends, graces and held seats. */
const SPAN = 120 * 86_400;
/** Operations between two sweeps, and between two runs of the publisher. */
const SWEEP_EACH = 500;
const PUBLISH_EACH = 1000;
const REPORT_EACH = 1000;
const remainingTime = () => 60_000;

/** Lets operations race over licenses while calls fail, then looks at what has become of the table. */
export async function runSoak(shop: TestService, options: SoakOptions): Promise<SoakResult> {
  const random = seeded(options.seed);
  const faults = new RandomFaults(shop.service.ledger.client, random);
  const shelf = await fillShelf(shop, options.licenses);
  const run: Run = { shop, faults, random, tally: new Tally() };
  faults.rate = options.faultRate;
  const sweeps = await race(run, shelf, options);
  await faults.end();
  await settle(run);
  const findings = await inspect(shop, shelf, run.tally);
  return { ...findings, tally: run.tally, calls: faults.calls, inflicted: faults.inflicted, sweeps };
}

async function race(run: Run, shelf: readonly SoakLicense[], options: SoakOptions): Promise<number> {
  const { shop, random } = run;
  const until = performance.now() + (options.longest ?? Number.POSITIVE_INFINITY) * 1000;
  let begun = 0;
  let sweeps = 0;
  const worker = async (): Promise<void> => {
    while (begun < options.operations && performance.now() < until) {
      begun += 1;
      const number = begun;
      shop.clock.advance(SPAN / options.operations);
      if (number % SWEEP_EACH === 0) {
        sweeps += 1;
        await machine(run, () => sweepOnce(shop));
      }
      if (number % PUBLISH_EACH === 0) await machine(run, () => publishOnce(shop));
      const license = shelf[Math.floor(random() * shelf.length)];
      if (license !== undefined) await act(run, pickDeed(random), license);
      if (number % REPORT_EACH === 0) options.report?.(number, run.tally);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, worker));
  return sweeps;
}

/** What runs by itself may be killed; the next run goes on. */
async function machine({ faults }: Run, work: () => Promise<unknown>): Promise<void> {
  await faults.run(work).catch(() => undefined);
}

async function sweepOnce({ service, clock }: TestService): Promise<number> {
  const request = { now: clock.now(), requestId: 'sweep', partitions: partitions('DUE'), remainingTime };
  return (await sweep(service, request)).remaining;
}

async function publishOnce({ service }: TestService): Promise<number> {
  const { failed, heldBack } = await publishAll(service, { sinks: [new KeepingSink()], remainingTime });
  return failed.size + heldBack.size;
}

/** Everything that is due is done, everything is sealed. */
async function settle({ shop, tally }: Run): Promise<void> {
  if ((await sweepOnce(shop)) > 0) tally.wrong.push('a sweep leaves something over');
  if ((await publishOnce(shop)) > 0) tally.wrong.push('a publisher leaves something over');
}
