import type { ActivationTally } from '../core/activation-tally.ts';
import type { CounterShard, SeatCounter } from '../core/seat-pool.ts';
import type { Plain } from './attribute.ts';
import { type PlainItem, readMap, readNumber, readNumbers, readOptionalNumber } from './read-plain.ts';

/** A seat counter in short names: limit, used, held. */
export function writeCounter({ limit, used, held }: SeatCounter): { [name: string]: Plain } {
  return { l: limit, u: used, ...(held.length > 0 && { h: held }) };
}

export function readCounter(item: PlainItem): SeatCounter {
  return { limit: readOptionalNumber(item, 'l'), used: readNumber(item, 'u'), held: readNumbers(item, 'h') };
}

/** A tally in short names: total, by second. */
export function writeTally({ total, bySecond }: ActivationTally): { [name: string]: Plain } {
  return { ta: total, tb: bySecond };
}

export function readTally(item: PlainItem): ActivationTally {
  const seconds = readMap(item, 'tb');
  const bySecond = Object.fromEntries(Object.keys(seconds).map((key) => [key, readNumber(seconds, key)]));
  return { total: readOptionalNumber(item, 'ta') ?? 0, bySecond };
}

export function writeShard(shard: CounterShard): { [name: string]: Plain } {
  return { ...writeCounter(shard), ...writeTally(shard.tally), g: shard.guard };
}

export function readShard(item: PlainItem): CounterShard {
  return { ...readCounter(item), tally: readTally(item), guard: readNumber(item, 'g') };
}
