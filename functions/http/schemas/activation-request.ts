import * as v from 'valibot';
import { closed } from './closed.ts';
import { activatingDevice, knownDevice } from './device.ts';
import { claimedInstant } from './instant.ts';
import { given, reference, region, typedCode, version } from './text.ts';

/** `POST /v1/activations` (R3.1). */
export const activationRequest = closed({
  code: typedCode,
  product: reference,
  productVersion: v.exactOptional(version),
  device: activatingDevice,
  region: v.exactOptional(region),
  clientTime: v.exactOptional(claimedInstant),
  replace: v.exactOptional(v.boolean()),
  confirm: v.exactOptional(given),
  releaseSeat: v.exactOptional(given),
  previousCode: v.exactOptional(typedCode),
  acceptShorterTerm: v.exactOptional(v.boolean()),
});

/** `POST /v1/deactivations` (R4.3). */
export const deactivationRequest = closed({ activationId: given, device: knownDevice });
