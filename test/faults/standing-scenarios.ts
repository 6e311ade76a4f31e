import { PC } from '../support/states.ts';
import { storeLicense } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';
import { withReserve } from './device-scenarios.ts';
import { activated, answerTo, asking, device, parts, type Scenario } from './scenario.ts';

const DAY_SECONDS = 86_400;
const HOLDING = {
  id: 'holding',
  lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true },
  selfService: { releasesPerYear: 3, cooldownHours: 0 },
};
const FREE = { id: 'free-release', selfService: { releasesPerYear: 3, cooldownHours: 0 } };

const fingerprintOf = (name: string) => ({ fingerprint: device(name).fingerprint });

/** What a validation writes besides its answer it leaves to the next one, when it meets trouble. */
function validating(shop: TestService, body: object) {
  return { ...asking(shop, 'validate', 'POST /v1/validations', { body }), recurs: true };
}

function releasing(shop: TestService, activationId: string, name: string) {
  const body = { activationId, device: fingerprintOf(name) };
  return asking(shop, 'deactivate', 'POST /v1/deactivations', { body });
}

/** What applications do with an activation that stands, and owners with their seats. */
export const STANDING: readonly Scenario[] = [
  {
    name: 'validate, by id',
    prepare: async (shop) => {
      const activationId = await activated(shop, (await storeLicense(shop)).code, 'd1');
      return validating(shop, { activationId, device: fingerprintOf('d1') });
    },
  },
  {
    name: 'validate, first of a day',
    prepare: async (shop) => {
      const activationId = await activated(shop, (await storeLicense(shop)).code, 'd1');
      shop.clock.advance(DAY_SECONDS);
      return validating(shop, { activationId, device: fingerprintOf('d1') });
    },
  },
  {
    name: 'validate, by code',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop);
      await activated(shop, code, 'd1');
      return validating(shop, { code, product: PC.id, device: fingerprintOf('d1') });
    },
  },
  {
    name: 'validate, with a reserve',
    prepare: async (shop) => {
      const { frontId } = await withReserve(shop);
      return validating(shop, { activationId: frontId, device: fingerprintOf('d1') });
    },
  },
  {
    name: 'validate, take-over is due',
    prepare: async (shop) => {
      const { frontId } = await withReserve(shop);
      shop.clock.advance(11 * DAY_SECONDS);
      return validating(shop, { activationId: frontId, device: fingerprintOf('d1') });
    },
  },
  {
    name: 'validate, a part has changed',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop);
      const body = { code, product: PC.id, device: parts('b1', 'd1', 'm1') };
      const { activationId } = await answerTo(shop, 'activate', 'POST /v1/activations', body);
      return validating(shop, { activationId, device: { components: parts('b1', 'd1', 'm2').components } });
    },
  },
  {
    name: 'validate, released',
    prepare: async (shop) => {
      const activationId = await activated(shop, (await storeLicense(shop)).code, 'd1');
      await releasing(shop, activationId, 'd1').run();
      return validating(shop, { activationId, device: fingerprintOf('d1') });
    },
  },
  {
    name: 'deactivate',
    prepare: async (shop) => releasing(shop, await activated(shop, (await storeLicense(shop)).code, 'd1'), 'd1'),
  },
  {
    name: 'deactivate, the seat is held',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop, { plan: HOLDING });
      return releasing(shop, await activated(shop, code, 'd1'), 'd1');
    },
  },
  {
    name: 'deactivate, a reserve moves up',
    prepare: async (shop) => releasing(shop, (await withReserve(shop)).frontId, 'd1'),
  },
  {
    name: 'deactivate, the reserve itself',
    prepare: async (shop) => releasing(shop, (await withReserve(shop)).reserve, 'd1'),
  },
  {
    name: 'seats, listed by the owner',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop);
      await activated(shop, code, 'd1');
      return asking(shop, 'seats', 'POST /v1/seats', { body: { code } });
    },
  },
  {
    name: 'seats, freed by the owner',
    prepare: async (shop) => {
      const { code } = await storeLicense(shop, { plan: FREE });
      const body = { code, product: PC.id, device: device('d1') };
      const { seatId } = await answerTo(shop, 'activate', 'POST /v1/activations', body);
      // A seat that is free is unknown: the second answer says that there is nothing left to do.
      return asking(shop, 'seats', 'POST /v1/seats/release', { body: { code, seatId } }, 404);
    },
  },
];
