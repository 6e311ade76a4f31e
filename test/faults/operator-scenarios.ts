import { aFlag } from '../support/states.ts';
import { type Stored, storeLicense } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';
import { withReserve } from './device-scenarios.ts';
import { activated, answerTo, device, type Operation, operating, type Scenario } from './scenario.ts';

const reason = 'told so';

function acting(shop: TestService, id: string, action: string, more: object = {}): Operation {
  const route = `POST /v1/licenses/{id}/${action}`;
  return operating(shop, 'operate', route, { path: { id }, body: { reason, ...more } });
}

function patching(shop: TestService, id: string, change: object): Operation {
  return operating(shop, 'licenses', 'PATCH /v1/licenses/{id}', { path: { id }, body: { reason, ...change } });
}

async function inUse(shop: TestService, license = {}): Promise<Stored> {
  const stored = await storeLicense(shop, { license });
  await activated(shop, stored.code, 'd1');
  return stored;
}

/** A flag is set on a license in use, or taken back from one that bears it. */
function onLicense(action: string, license: (now: number) => object = () => ({}), more: object = {}): Scenario {
  return {
    name: `operate, ${action}`,
    prepare: async (shop) => {
      const { id } = await storeLicense(shop, { license: license(shop.clock.now()) });
      return acting(shop, id, action, more);
    },
  };
}

/** What operators do to licenses. */
export const INSTRUCTIONS: readonly Scenario[] = [
  onLicense('block'),
  onLicense('unblock', (now) => ({ blocked: aFlag(now) })),
  onLicense('suspend'),
  onLicense('resume', (now) => ({ suspended: aFlag(now) })),
  onLicense('revoke'),
  onLicense('extend', (now) => ({ startedAt: now }), { days: 30 }),
  onLicense('reset-activations'),
  onLicense('rotate-code'),
  {
    name: 'operate, extend in front of a reserve',
    prepare: async (shop) => acting(shop, (await withReserve(shop)).front, 'extend', { days: 30 }),
  },
  {
    name: 'operate, block a license with large classes',
    prepare: async (shop) => {
      const { id } = await storeLicense(shop, { plan: { id: 'large', seats: { desktop: 1000 } } });
      return acting(shop, id, 'block');
    },
  },
  {
    name: 'operate, free a seat',
    prepare: async (shop) => {
      const { id, code } = await storeLicense(shop);
      const body = { code, product: 'office-pc', device: device('d1') };
      const { seatId } = await answerTo(shop, 'activate', 'POST /v1/activations', body);
      const path = { id, seatId: String(seatId) };
      // A seat that is free is unknown: the second answer says that there is nothing left to do.
      return operating(shop, 'operate', 'DELETE /v1/licenses/{id}/seats/{seatId}', { path }, 404);
    },
  },
  {
    name: 'operate, forgive a trial',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop, { plan: { id: 'trial', kind: 'trial' } });
      const activationId = await activated(shop, code, 'd1');
      return operating(shop, 'operate', 'POST /v1/devices/reset-trial', { body: { activationId, reason } });
    },
  },
  {
    name: 'patch, more seats',
    prepare: async (shop) => patching(shop, (await inUse(shop)).id, { seats: { desktop: 9 } }),
  },
  {
    name: 'patch, seats enough for shards',
    prepare: async (shop) => patching(shop, (await inUse(shop)).id, { seats: { desktop: 900 } }),
  },
  {
    name: 'patch, customer and order',
    prepare: async (shop) => {
      const { id } = await storeLicense(shop, { details: { customer: { email: 'old@example.com' }, orderId: 'old' } });
      return patching(shop, id, { customer: { email: 'new@example.com' }, orderId: 'new' });
    },
  },
  {
    name: 'batches, extend',
    prepare: async (shop) => {
      for (let count = 0; count < 2; count += 1) await storeLicense(shop, { details: { batch: 'b-8' } });
      const path = { batch: 'b-8' };
      return operating(shop, 'batches', 'POST /v1/batches/{batch}/extend', { path, body: { reason, days: 10 } });
    },
  },
];
