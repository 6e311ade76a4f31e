import * as v from 'valibot';
import { closed, dictionary } from './closed.ts';
import { writtenInstant } from './instant.ts';
import { batchId } from './issue.ts';
import { kind } from './plan-parts.ts';
import { entryName, id, licenseId } from './text.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const optionalInstant = v.nullable(writtenInstant);

const licenseState = v.picklist(['issued', 'active', 'grace', 'expired', 'suspended', 'blocked', 'revoked']);

const license = {
  id: licenseId,
  plan: id,
  kind,
  state: licenseState,
  codeHint: v.string(),
  issuedAt: writtenInstant,
  startedAt: optionalInstant,
  expiresAt: optionalInstant,
  graceUntil: optionalInstant,
  contentUntil: optionalInstant,
  daysLeft: v.nullable(count),
  seats: dictionary(id, closed({ limit: v.nullable(count), used: count })),
  entitlements: v.array(v.string()),
  metadata: dictionary(entryName, v.string()),
};

/** What applications and owners see of a license. */
export const licenseAnswer = closed(license);

const flag = v.nullable(closed({ at: writtenInstant, reason: v.string(), actor: v.string() }));

const operated = {
  ...license,
  customer: v.nullable(closed({ email: v.exactOptional(v.string()), name: v.exactOptional(v.string()) })),
  orderId: v.nullable(v.string()),
  batch: v.nullable(batchId),
  previousOf: v.nullable(licenseId),
  planRevision: count,
  orderedAt: optionalInstant,
  activateBy: optionalInstant,
  notAfter: optionalInstant,
  regions: v.nullable(v.array(v.string())),
  promotion: v.boolean(),
  suspended: flag,
  blocked: flag,
  revoked: flag,
};

/** What operators see of a license. */
export const operatedLicenseAnswer = closed(operated);

/** A license after `rotate-code`: the only answer of a license call that holds its code. */
export const rotatedLicenseAnswer = closed({ ...operated, code: v.string() });

export const licensesAnswer = closed({ items: v.array(operatedLicenseAnswer), next: v.nullable(v.string()) });

/** `POST /v1/batches/{batch}/…`: to be repeated with `cursor` = `next` until that is null. */
export const batchAnswer = closed({ matched: count, changed: count, next: v.nullable(v.string()) });

export type LicenseAnswer = v.InferOutput<typeof licenseAnswer>;
export type OperatedLicenseAnswer = v.InferOutput<typeof operatedLicenseAnswer>;
export type RotatedLicenseAnswer = v.InferOutput<typeof rotatedLicenseAnswer>;
export type LicensesAnswer = v.InferOutput<typeof licensesAnswer>;
export type BatchAnswer = v.InferOutput<typeof batchAnswer>;
