import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../bench/measure.ts';
import { startService } from '../support/local-service.ts';
import { seeded } from '../support/seeded.ts';
import { type Kind, pickKind, Traffic } from './traffic.ts';

export interface Interval {
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers of the service that say it has failed, and requests without an answer. */
  readonly failed: number;
  /** Refusals, which are right answers. */
  readonly refused: number;
  /** Resident memory in MB: of the service, and of the engine, whose table is in memory and grows with the audit. */
  readonly service: number;
  readonly engine: number;
}

export interface LoadOptions {
  readonly seconds: number;
  readonly intervalSeconds: number;
  readonly seed: number;
  readonly report?: (interval: Interval) => void;
}

export interface LoadResult {
  readonly intervals: readonly Interval[];
  readonly asked: Readonly<Record<Kind, number>>;
  readonly growth: Growth;
}

/** Resident memory of the service, in MB, as the medians of the second and of the last third of a run. */
export interface Growth {
  readonly second: number;
  readonly last: number;
  readonly grows: boolean;
}

/** Requests at a time: more than two cores can work on, so that the service is never idle. */
const AT_ONCE = 32;
/** What the collector may leave lying about, beside a tenth. */
const SLACK = 16;

/** Loads a local service of its own, with an engine of its own in memory, for a time. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const service = await startService(null, { LATCHKEY_LOG_LEVEL: 'error' });
  try {
    const random = seeded(options.seed);
    const traffic = new Traffic(service, random);
    await traffic.prepare();
    const asked = { validate: 0, activate: 0, release: 0, operate: 0 };
    let current: { took: number; status: number }[] = [];
    const until = performance.now() + options.seconds * 1000;
    const worker = async (): Promise<void> => {
      while (performance.now() < until) {
        const kind = pickKind(random());
        const begun = performance.now();
        const status = await traffic.ask(kind).catch(() => 0);
        asked[kind] += 1;
        current.push({ took: performance.now() - begun, status });
      }
    };
    const working = Promise.all(Array.from({ length: AT_ONCE }, worker));
    const intervals: Interval[] = [];
    while (performance.now() < until) {
      await pause(Math.min(options.intervalSeconds * 1000, Math.max(1, until - performance.now())));
      const past = current;
      current = [];
      if (past.length === 0) continue;
      const interval = { ...summarize(past), ...(await memoryOf(service.pid)) };
      intervals.push(interval);
      options.report?.(interval);
    }
    await working;
    return { intervals, asked, growth: judgeGrowth(intervals.map((interval) => interval.service)) };
  } finally {
    await service.stop();
  }
}

function summarize(answers: readonly { readonly took: number; readonly status: number }[]) {
  const times = answers.map(({ took }) => took);
  return {
    requests: answers.length,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    failed: answers.filter(({ status }) => status === 0 || status >= 500).length,
    refused: answers.filter(({ status }) => status >= 400 && status < 500).length,
  };
}

/** Compares the last third of a run with the second; the first is for warming up. */
export function judgeGrowth(memory: readonly number[]): Growth {
  const third = Math.floor(memory.length / 3);
  const second = percentile(memory.slice(third, memory.length - third), 0.5);
  const last = percentile(memory.slice(memory.length - third), 0.5);
  return { second, last, grows: last > second * 1.1 + SLACK };
}

/** Resident memory of a process and of those that it has started, from Linux's own books. */
async function memoryOf(pid: number): Promise<{ readonly service: number; readonly engine: number }> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const engines = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(withDescendants));
  return { service: await residentOf(pid), engine: engines.reduce((sum, one) => sum + one, 0) };
}

async function withDescendants(pid: number): Promise<number> {
  const { service, engine } = await memoryOf(pid);
  return service + engine;
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}
