import type { Cost } from '../support/meter.ts';
import { ASSUMED, PRICES, STANDING } from './prices.ts';

/** What one call takes. */
export interface Call extends Pick<Cost, 'trips' | 'readUnits' | 'writeUnits'> {
  /** Milliseconds of a whole processor. */
  readonly cpu: number;
  /** Bytes of the answer's body. */
  readonly bytes: number;
}

/** Dollars by what they are for. */
export interface Bill {
  readonly api: number;
  readonly lambda: number;
  readonly reads: number;
  readonly writes: number;
  readonly logs: number;
  readonly transfer: number;
}

const MILLION = 1e6;
const GB = 1e9;

/** Milliseconds that a function is billed for a call. */
export function billed({ trips, cpu }: Call): number {
  return Math.ceil(trips * ASSUMED.trip + (cpu * ASSUMED.wholeProcessor) / ASSUMED.memory);
}

/** The bill of so many calls a month. */
export function billOf(call: Call, count: number): Bill {
  const beyond = Math.max(0, count - PRICES.httpApiFirst);
  const seconds = (billed(call) / 1000) * count;
  return {
    api: ((count - beyond) * PRICES.httpApi + beyond * PRICES.httpApiBeyond) / MILLION,
    lambda: (count / MILLION) * PRICES.lambdaRequests + seconds * ASSUMED.memory * PRICES.lambdaGbSecond,
    reads: ((count * call.readUnits) / MILLION) * PRICES.readUnits,
    writes: ((count * call.writeUnits) / MILLION) * PRICES.writeUnits,
    logs: ((count * ASSUMED.logLine) / GB) * PRICES.logs,
    transfer: ((count * (call.bytes + ASSUMED.headers)) / GB) * PRICES.transfer,
  };
}

/** Without what a deployment may turn off or pay elsewhere: logs and transfer. */
export function core({ api, lambda, reads, writes }: Bill): number {
  return api + lambda + reads + writes;
}

export function whole(bill: Bill): number {
  return core(bill) + bill.logs + bill.transfer;
}

/** Dollars a month when nobody asks anything. @param sweepUnits read units of an idle sweep */
export function idle(sweepUnits: number): { readonly running: number; readonly standing: number } {
  const runs = STANDING.schedulesAMinute * 60 * 24 * 30;
  const call = { trips: 8, cpu: 10, readUnits: sweepUnits, writeUnits: 0, bytes: 0 };
  const { lambda, reads } = billOf(call, runs);
  const { alarms, metrics, secrets } = STANDING;
  return {
    running: lambda + reads + (runs / MILLION) * PRICES.schedules,
    standing: alarms * PRICES.alarm + metrics * PRICES.metric + secrets * PRICES.secret,
  };
}
