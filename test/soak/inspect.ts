import type { SeatCounter } from '../../functions/core/seat-pool.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import type { Key } from '../../functions/store/keys.ts';
import { activationOf, readSeatPage } from '../../functions/store/seats.ts';
import { PC } from '../support/states.ts';
import type { TestService } from '../support/test-service.ts';
import type { Tally } from './deeds.ts';
import type { SoakLicense } from './shelf.ts';

/** What is wrong with the table after a run; all lists are empty when nothing is. */
export interface Findings {
  /** Licenses with more seats in use than they have. */
  readonly overSeats: readonly string[];
  /** Seats without an activation, activations without a seat, counters that count otherwise. */
  readonly lostSeats: readonly string[];
  readonly brokenChains: readonly string[];
  readonly wrongAnswers: readonly string[];
  /** Devices that hold a seat though they were refused: a write that they had given up landed after the refusal. */
  readonly late: number;
}

/** Compares counters, seats, slots and what devices were told, and verifies every chain. */
export async function inspect(shop: TestService, shelf: readonly SoakLicense[], tally: Tally): Promise<Findings> {
  const overSeats: string[] = [];
  const lostSeats: string[] = [];
  const brokenChains: string[] = [];
  let late = 0;
  for (const license of shelf) {
    const seats = await readSeats(shop, license.id);
    const counted = await readCounters(shop, license.id);
    const occupied = seats.filter(({ seat }) => seat.heldUntil === null);
    if (occupied.length > license.limit || counted.used > license.limit) overSeats.push(license.id);
    if (occupied.length + counted.held !== counted.used) {
      lostSeats.push(`${license.id}: ${counted.used} counted, ${occupied.length} occupied, ${counted.held} held`);
    }
    if (occupied.some((one) => activationOf(one) === null)) lostSeats.push(`${license.id}: a seat without activation`);
    const surplus = await compareDevices(shop, license, occupied.length);
    lostSeats.push(...surplus.wrong);
    late += surplus.late;
    if (!(await verifyChain(shop.service.ledger, license.id))) brokenChains.push(license.id);
  }
  return { overSeats, lostSeats, brokenChains, wrongAnswers: tally.wrong, late };
}

/** Compares what devices were told with the seats; where that is not one number, every device is asked. */
async function compareDevices(shop: TestService, { id, code, devices }: SoakLicense, occupied: number) {
  const told = devices.filter(({ active }) => active === true).length;
  const wrong: string[] = [];
  if (told === occupied && devices.every(({ active }) => active !== null)) return { wrong, late: 0 };
  let holders = 0;
  let late = 0;
  for (const { fingerprint, active, doubt } of devices) {
    const body = { code, product: PC.id, device: { fingerprint } };
    const { json } = await shop.ask('validate', 'POST /v1/validations', { body });
    const holds = json.verdict !== 'NOT_ACTIVATED';
    if (holds) holders += 1;
    if (active === true && !holds) wrong.push(`${id}: a device lost its seat`);
    if (active === false && holds && !doubt) wrong.push(`${id}: a seat is held by who does not know of it`);
    if (active === false && holds && doubt) late += 1;
  }
  // Whoever holds a seat can use it and give it back: none is lost.
  if (holders !== occupied) wrong.push(`${id}: ${occupied} seats are occupied, ${holders} devices hold one`);
  return { wrong, late };
}

async function readSeats({ service }: TestService, license: string) {
  const all: Awaited<ReturnType<typeof readSeatPage>>['seats'][number][] = [];
  let after: Key | null = null;
  do {
    const page: Awaited<ReturnType<typeof readSeatPage>> = await readSeatPage(service.ledger, license, {
      after,
      limit: 100,
    });
    all.push(...page.seats);
    after = page.next;
  } while (after !== null);
  return all;
}

async function readCounters({ service }: TestService, license: string): Promise<{ used: number; held: number }> {
  const whole = await service.licenses.readWhole(license, true);
  const pools = Object.values(whole?.license.seats ?? {});
  const counters = pools.flatMap(({ counter, sharded, shards }): readonly SeatCounter[] =>
    sharded ? shards : [counter],
  );
  return {
    used: counters.reduce((sum, { used }) => sum + used, 0),
    held: counters.reduce((sum, { held }) => sum + held.length, 0),
  };
}
