import { decisionVectors } from './decision-vectors.ts';
import { journeyNonce, journeyVectors } from './journey-vectors.ts';
import { DEVICE, deviceVectors, leaseVectors, PRODUCT } from './lease-vectors.ts';
import { KEY_SETS } from './signer.ts';
import { clockVectors } from './time-vectors.ts';

/** The golden files and what they hold; docs/offline.md tells how a client in another language uses them. */
export const VECTOR_FILES = {
  'keys.json': { keySets: KEY_SETS },
  'devices.json': { devices: deviceVectors },
  'leases.json': { leases: leaseVectors },
  'clock.json': { clocks: clockVectors },
  'decisions.json': { decisions: decisionVectors },
  'journeys.json': { product: PRODUCT, device: DEVICE, nonce: journeyNonce, journeys: journeyVectors },
};
