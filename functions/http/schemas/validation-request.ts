import * as v from 'valibot';
import { across, closed, type Mistake } from './closed.ts';
import { knownDevice } from './device.ts';
import { claimedInstant } from './instant.ts';
import { given, reference, region, text, typedCode, version } from './text.ts';

function findMistakes({ activationId: id, code, product }: Readonly<Record<string, unknown>>): readonly Mistake[] {
  if (id !== undefined && code !== undefined) {
    return [{ path: ['code'], detail: 'Send either activationId or code, not both.' }];
  }
  if (id !== undefined) return [];
  if (code === undefined) return [{ path: ['activationId'], detail: 'Send either activationId or code.' }];
  return product === undefined ? [{ path: ['product'], detail: 'A code is validated for a product.' }] : [];
}

/** `POST /v1/validations`: by activation id, or by code and product. */
export const validationRequest = v.pipe(
  closed({
    activationId: v.exactOptional(given),
    code: v.exactOptional(typedCode),
    product: v.exactOptional(reference),
    productVersion: v.exactOptional(version),
    device: knownDevice,
    region: v.exactOptional(region),
    contentDate: v.exactOptional(claimedInstant),
    nonce: v.exactOptional(text(256)),
    clientTime: v.exactOptional(claimedInstant),
  }),
  v.metadata({
    oneOf: [
      { required: ['activationId'], not: { required: ['code'] } },
      { required: ['code', 'product'], not: { required: ['activationId'] } },
    ],
  }),
  across(findMistakes),
);
