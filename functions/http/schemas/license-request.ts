import * as v from 'valibot';
import { across, closed, type Mistake } from './closed.ts';
import { instant } from './instant.ts';
import { batchId, customer, metadata, seatOverrides } from './issue.ts';
import { days } from './number.ts';
import { entitlements, regions } from './plan-parts.ts';
import { cursor, email, given, licenseId, orderId, reason, reference, typedCode } from './text.ts';

/** `PATCH /v1/licenses/{id}`; null takes a value away. */
export const licensePatch = closed({
  seats: v.exactOptional(seatOverrides),
  customer: v.exactOptional(v.nullable(customer)),
  orderId: v.exactOptional(v.nullable(orderId)),
  metadata: v.exactOptional(metadata),
  entitlements: v.exactOptional(entitlements),
  notAfter: v.exactOptional(v.nullable(instant)),
  regions: v.exactOptional(regions),
  plan: v.exactOptional(reference),
  reason,
});

/** `POST /v1/licenses/lookup`. */
export const lookupRequest = closed({ code: typedCode });

/** `POST /v1/licenses/{id}/{block,unblock,suspend,resume,revoke,reset-activations,rotate-code}` (R9.4). */
export const licenseAction = closed({ reason });

/** `POST /v1/licenses/{id}/extend` (R7.5). */
export const licenseExtension = closed({ reason, days });

/** `POST /v1/batches/{batch}/{block,unblock,suspend,resume,revoke}`: resumable with `cursor`. */
export const batchAction = closed({ reason, cursor: v.exactOptional(v.nullable(cursor)) });

/** `POST /v1/batches/{batch}/extend`. */
export const batchExtension = closed({ reason, days, cursor: v.exactOptional(v.nullable(cursor)) });

function findMistakes(value: Readonly<Record<string, unknown>>): readonly Mistake[] {
  const parts = (['licenseId', 'seatId'] as const).filter((name) => value[name] !== undefined);
  if (value.activationId !== undefined) {
    return parts.map((name) => ({ path: [name], detail: 'Send either activationId or licenseId and seatId.' }));
  }
  if (parts.length === 0) return [{ path: ['activationId'], detail: 'Send activationId, or licenseId and seatId.' }];
  const missing = parts[0] === 'licenseId' ? 'seatId' : 'licenseId';
  return parts.length === 2 ? [] : [{ path: [missing], detail: 'licenseId and seatId go together.' }];
}

/** `POST /v1/devices/reset-trial`. */
export const trialReset = v.pipe(
  closed({
    activationId: v.exactOptional(given),
    licenseId: v.exactOptional(licenseId),
    seatId: v.exactOptional(given),
    reason,
  }),
  v.metadata({
    oneOf: [
      {
        required: ['activationId'],
        not: { anyOf: [{ required: ['licenseId'] }, { required: ['seatId'] }] },
      },
      { required: ['licenseId', 'seatId'], not: { required: ['activationId'] } },
    ],
  }),
  across(findMistakes),
);

const PAGE = 50;
const MAX_PER_PAGE = 100;
const LIMIT_DETAIL = `Must be a whole number from 1 to ${MAX_PER_PAGE}.`;

/** How many items a page has at most; a query holds text. */
const limit = v.pipe(
  v.string(),
  v.check((value) => /^[1-9]\d{0,2}$/.test(value) && Number(value) <= MAX_PER_PAGE, LIMIT_DETAIL),
  v.metadata({ type: 'integer', minimum: 1, maximum: MAX_PER_PAGE, default: PAGE }),
  v.transform(Number),
);

const page = { cursor: v.exactOptional(cursor), limit: v.optional(limit, String(PAGE)) };

/** The query of every list. */
export const pageQuery = closed(page);

/** `GET /v1/licenses`. */
export const licensesQuery = closed({
  batch: v.exactOptional(batchId),
  email: v.exactOptional(email),
  orderId: v.exactOptional(orderId),
  ...page,
});

/** `GET /v1/licenses/export`: pages are as large as the service likes. */
export const exportQuery = closed({ cursor: v.exactOptional(cursor) });

export type LicensePatch = v.InferOutput<typeof licensePatch>;
export type TrialReset = v.InferOutput<typeof trialReset>;
