import { DAY, HOUR, type Instant, SECOND } from '../../functions/core/instant.ts';
import type { Plan } from '../../functions/core/plan.ts';
import { activateOn, type Stored, storeLicense, storeProducts, type Wanted } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';

/** Something that time brings about: what it is, and when it is due; null for what bears no instant of its own. */
export interface Due {
  readonly license: string;
  readonly type: string;
  readonly at: Instant | null;
}

/** Fills a shelf, and writes down by hand what time will do to each license on it. */
class Shelf {
  readonly due: Due[] = [];
  readonly licenses: string[] = [];
  private readonly shop: TestService;

  constructor(shop: TestService) {
    this.shop = shop;
  }

  get now(): Instant {
    return this.shop.clock.now();
  }

  async sell(plan: Partial<Plan>, license: Wanted['license'] = {}): Promise<Stored> {
    const stored = await storeLicense(this.shop, { plan, license });
    this.licenses.push(stored.id);
    return stored;
  }

  async activate({ id, code }: Stored, ...devices: readonly string[]): Promise<readonly string[]> {
    const activations: string[] = [];
    for (const name of devices) {
      activations.push(String((await activateOn(this.shop, code, `${id}-${name}`)).activationId));
    }
    return activations;
  }

  async release(id: string, activationId: string | undefined, name: string): Promise<void> {
    const body = { activationId, device: { fingerprint: `${id}-${name}` } };
    await this.shop.ask('deactivate', 'POST /v1/deactivations', { body });
  }

  async order({ id }: Stored, name: string): Promise<void> {
    const parts = { path: { id }, body: { reason: 'told so' } };
    await this.shop.operate('operate', `POST /v1/licenses/{id}/${name}`, parts);
  }

  /** What is due for a license, so many days after an instant. */
  expect({ id }: Stored, from: Instant, ...days: readonly (readonly [type: string, ...at: readonly number[]])[]): void {
    for (const [type, ...at] of days) for (const day of at) this.mark(id, type, from + day * DAY);
  }

  mark(license: string, type: string, at: Instant | null): void {
    this.due.push({ license, type, at });
  }
}

const days = (count: number) => ({ days: count, starts: 'first_activation' }) as const;
const MONTH = { id: 'month', term: days(30) };
const HOLDING = { id: 'holding', lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } };
/** A month's warnings come with 14, 7, 3 and 1 days to go. */
const WARNED = ['license.expiring', 16, 23, 27, 29] as const;

/** Kinds of licenses, each with a life of its own. */
const LIVES: readonly ((shelf: Shelf) => Promise<void>)[] = [
  async function nothingIsDue(shelf) {
    await shelf.activate(await shelf.sell({ id: 'year' }), 'd1');
  },
  async function expires(shelf) {
    const sold = await shelf.sell(MONTH);
    shelf.expect(sold, shelf.now, WARNED, ['license.expired', 30]);
    await shelf.activate(sold, 'd1', 'd2');
  },
  async function expiresInAWhile(shelf) {
    const sold = await shelf.sell({ id: 'hundred', term: days(100) });
    shelf.expect(sold, shelf.now, ['license.expiring', 86]);
    await shelf.activate(sold, 'd1');
  },
  async function hasGrace(shelf) {
    const sold = await shelf.sell({ ...MONTH, id: 'graceful', graceDays: 10 });
    shelf.expect(sold, shelf.now, WARNED, ['license.expired', 30], ['license.grace_ended', 40]);
    await shelf.activate(sold, 'd1');
  },
  async function isStillInGrace(shelf) {
    const sold = await shelf.sell({ ...MONTH, id: 'patient', graceDays: 75 });
    shelf.expect(sold, shelf.now, WARNED, ['license.expired', 30]);
    await shelf.activate(sold, 'd1');
  },
  async function isBlocked(shelf) {
    const sold = await shelf.sell({ ...MONTH, id: 'tolerant', blockToleranceDays: 8 });
    shelf.expect(sold, shelf.now, ['license.block_tolerance_ended', 8], WARNED, ['license.expired', 30]);
    await shelf.activate(sold, 'd1');
    await shelf.order(sold, 'block');
  },
  async function isSuspended(shelf) {
    const sold = await shelf.sell(MONTH);
    shelf.expect(sold, shelf.now, WARNED, ['license.expired', 30]);
    await shelf.activate(sold, 'd1');
    await shelf.order(sold, 'suspend');
  },
  async function isNeverUsed(shelf) {
    const sold = await shelf.sell({ id: 'year' }, { notAfter: shelf.now + 20 * DAY, due: shelf.now + 20 * DAY });
    shelf.expect(sold, shelf.now, ['license.expired', 20]);
  },
  async function holdsSeats(shelf) {
    const sold = await shelf.sell(HOLDING);
    const [first, second] = await shelf.activate(sold, 'd1', 'd2', 'd3');
    await shelf.release(sold.id, first, 'd1');
    await shelf.release(sold.id, second, 'd2');
    for (const _ of [first, second]) shelf.mark(sold.id, 'seat.freed', shelf.now + 24 * HOUR + 30 * SECOND);
  },
  async function hasALargeClass(shelf) {
    const sold = await shelf.sell({ ...MONTH, id: 'large', seats: { desktop: 600 } });
    shelf.expect(sold, shelf.now, WARNED, ['license.expired', 30]);
    await shelf.activate(sold, 'd1', 'd2');
  },
  async function handsOver(shelf) {
    await handOver(shelf, ['d1']);
  },
  async function handsOverTwice(shelf) {
    await handOver(shelf, ['d1', 'd2']);
  },
  async function handsOverAsItIsRevoked(shelf) {
    const [front, reserve] = [await shelf.sell({ id: 'year' }), await shelf.sell({ id: 'two-years', term: days(730) })];
    await shelf.activate(front, 'd1');
    await activateAs(shelf, reserve, front, ['d1']);
    await shelf.order(front, 'revoke');
    shelf.mark(front.id, 'seat.freed', null);
    shelf.mark(reserve.id, 'reserve.activated', shelf.now);
  },
];

/** A month that another one follows on so many devices, whose own life then begins. */
async function handOver(shelf: Shelf, devices: readonly string[]): Promise<void> {
  const [front, reserve] = [await shelf.sell(MONTH), await shelf.sell({ id: 'another-month', term: days(31) })];
  const from = shelf.now;
  await shelf.activate(front, ...devices);
  await activateAs(shelf, reserve, front, devices);
  shelf.expect(front, from, WARNED, ['license.expired', 30]);
  for (const _ of devices) {
    shelf.mark(front.id, 'seat.freed', null);
    shelf.expect(reserve, from, ['reserve.activated', 30]);
  }
  shelf.expect(reserve, from, ['license.expiring', 47, 54, 58, 60], ['license.expired', 61]);
}

async function activateAs(shelf: Shelf, reserve: Stored, front: Stored, devices: readonly string[]): Promise<void> {
  await shelf.activate({ ...front, code: reserve.code }, ...devices);
}

export interface Filled {
  readonly licenses: readonly string[];
  /** What time brings about within 90 days. */
  readonly due: readonly Due[];
}

/** How far apart two lives begin, in seconds: together less than a day. */
const APART = 301;

/** Lets so many lives of each kind begin, one after the other. */
export async function fillShelf(shop: TestService, ofEach: number): Promise<Filled> {
  await storeProducts(shop);
  const shelf = new Shelf(shop);
  for (let round = 0; round < ofEach; round += 1) {
    for (const begin of LIVES) {
      await begin(shelf);
      shop.clock.advance(APART);
    }
  }
  return shelf;
}
