import { formatCode } from '../../functions/core/code.ts';
import type { Plan } from '../../functions/core/plan.ts';
import { PC } from '../support/states.ts';
import { type Stored, storeLicense, type Wanted } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';
import { activated, activating, answerTo, asking, device, parts, type Scenario } from './scenario.ts';

const DAY_SECONDS = 86_400;

function sell(shop: TestService, plan: Partial<Plan> = {}, license: Wanted['license'] = {}): Promise<Stored> {
  return storeLicense(shop, { plan, license });
}

const TRIAL = { id: 'trial', kind: 'trial', term: { days: 30, starts: 'first_activation' } } as const;
const SHORT = { id: 'short', term: { days: 10, starts: 'first_activation' } } as const;
const LONG = { id: 'long', term: { days: 900, starts: 'first_activation' } } as const;
const ONE_SEAT = { id: 'one-seat', seats: { desktop: 1 }, selfService: { releasesPerYear: 3, cooldownHours: 0 } };
const HOLDING = { ...ONE_SEAT, id: 'holding', lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true } };
const LARGE = { id: 'large', seats: { desktop: 1000 } };
const RENEWAL = { id: 'renewal', renewal: { withoutPreviousDays: 270 } };

async function release(shop: TestService, activationId: string, name: string): Promise<void> {
  const body = { activationId, device: { fingerprint: device(name).fingerprint } };
  await answerTo(shop, 'deactivate', 'POST /v1/deactivations', body);
}

/** A device with a short license in force and a long one behind it. */
export async function withReserve(shop: TestService): Promise<{ front: string; reserve: string; frontId: string }> {
  const front = await sell(shop, SHORT);
  const frontId = await activated(shop, front.code, 'd1');
  const behind = await sell(shop, LONG);
  return { front: front.id, frontId, reserve: await activated(shop, behind.code, 'd1') };
}

/** What applications do when they activate. */
export const ACTIVATIONS: readonly Scenario[] = [
  {
    name: 'activate, the first device of a license',
    prepare: async (shop) => activating(shop, (await sell(shop)).code, 'd1'),
  },
  {
    name: 'activate, a second device',
    prepare: async (shop) => {
      const { code } = await sell(shop);
      await activated(shop, code, 'd1');
      return activating(shop, code, 'd2');
    },
  },
  {
    name: 'activate, again on the same day',
    prepare: async (shop) => {
      const { code } = await sell(shop);
      await activated(shop, code, 'd1');
      return activating(shop, code, 'd1');
    },
  },
  {
    name: 'activate, again days later',
    prepare: async (shop) => {
      const { code } = await sell(shop);
      await activated(shop, code, 'd1');
      shop.clock.advance(3 * DAY_SECONDS);
      return activating(shop, code, 'd1');
    },
  },
  {
    name: 'activate, a device known by its parts',
    prepare: async (shop) => {
      const { code } = await sell(shop);
      const body = { code, product: PC.id, device: parts('b1', 'd1', 'm1') };
      await answerTo(shop, 'activate', 'POST /v1/activations', body);
      shop.clock.advance(3 * DAY_SECONDS);
      const changed = { ...parts('b1', 'd1', 'm2'), fingerprint: 'fingerprint-of-parts' };
      return asking(shop, 'activate', 'POST /v1/activations', { body: { ...body, device: changed } });
    },
  },
  {
    name: 'activate, a new device of parts alone',
    prepare: async (shop) => {
      const body = { code: (await sell(shop)).code, product: PC.id, device: parts('b1', 'd1', 'm1') };
      return asking(shop, 'activate', 'POST /v1/activations', { body });
    },
  },
  {
    name: 'activate, a seat of a large class',
    prepare: async (shop) => activating(shop, (await sell(shop, LARGE, { startedAt: shop.clock.now() })).code, 'd1'),
  },
  {
    name: 'activate, over a trial',
    prepare: async (shop) => {
      await activated(shop, (await sell(shop, TRIAL)).code, 'd1');
      return activating(shop, (await sell(shop)).code, 'd1');
    },
  },
  {
    name: 'activate, as reserve',
    prepare: async (shop) => {
      await activated(shop, (await sell(shop, SHORT)).code, 'd1');
      return activating(shop, (await sell(shop, LONG)).code, 'd1');
    },
  },
  {
    name: 'activate, replacing with confirmation',
    prepare: async (shop) => {
      await activated(shop, (await sell(shop)).code, 'd1');
      const { code } = await sell(shop, LONG);
      const body = { code, product: PC.id, device: device('d1'), replace: true };
      const { confirm } = await answerTo(shop, 'activate', 'POST /v1/activations', body);
      return activating(shop, code, 'd1', { replace: true, confirm });
    },
  },
  {
    name: 'activate, freeing a seat',
    prepare: async (shop) => {
      const { code } = await sell(shop, ONE_SEAT);
      const body = { code, product: PC.id, device: device('d1') };
      const { seatId } = await answerTo(shop, 'activate', 'POST /v1/activations', body);
      return activating(shop, code, 'd2', { releaseSeat: seatId });
    },
  },
  {
    name: 'activate, freeing a seat that is held',
    prepare: async (shop) => {
      const { code } = await sell(shop, HOLDING);
      const body = { code, product: PC.id, device: device('d1') };
      const { seatId } = await answerTo(shop, 'activate', 'POST /v1/activations', body);
      return activating(shop, code, 'd2', { releaseSeat: seatId });
    },
  },
  {
    name: 'activate, taking a seat that was held',
    prepare: async (shop) => {
      const { code } = await sell(shop, HOLDING);
      await release(shop, await activated(shop, code, 'd1'), 'd1');
      shop.clock.advance(2 * DAY_SECONDS);
      return activating(shop, code, 'd2');
    },
  },
  {
    name: 'activate, refused for seats',
    prepare: async (shop) => {
      const { code } = await sell(shop, ONE_SEAT);
      await activated(shop, code, 'd1');
      return activating(shop, code, 'd2');
    },
  },
  {
    name: 'activate, renewal by the previous code',
    prepare: async (shop) => {
      const previous = await sell(shop);
      await activated(shop, previous.code, 'd1');
      return activating(shop, (await sell(shop, RENEWAL)).code, 'd2', { previousCode: previous.code });
    },
  },
  {
    name: 'activate, renewal by the device',
    prepare: async (shop) => {
      await activated(shop, (await sell(shop, SHORT)).code, 'd1');
      shop.clock.advance(20 * DAY_SECONDS);
      return activating(shop, (await sell(shop, RENEWAL)).code, 'd1');
    },
  },
  {
    name: 'activate, an unknown code',
    // A failure that was counted unheard is counted once more.
    prepare: async (shop) => ({ ...activating(shop, formatCode(new Uint8Array(12)), 'd1'), twice: true }),
  },
];
