import * as v from 'valibot';
import { VERDICTS } from '../../core/verdict.ts';
import { closed, dictionary } from './closed.ts';
import { writtenInstant } from './instant.ts';
import { licenseAnswer } from './license-answer.ts';
import { componentState } from './plan-parts.ts';
import { id } from './text.ts';

const mode = v.picklist(['full', 'limited', 'off']);
const day = v.pipe(v.string(), v.metadata({ format: 'date' }));
const lease = v.pipe(v.string(), v.metadata({ pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$' }));
const optionalInstant = v.nullable(writtenInstant);

const verdict = v.picklist(VERDICTS);

/** What an activation and a validation have in common: the slot as it stands. */
const standing = {
  mode,
  components: dictionary(id, componentState),
  lease: v.nullable(lease),
  refreshAfter: optionalInstant,
  serverTime: writtenInstant,
  warnings: v.array(v.string()),
  changedComponents: v.array(v.string()),
};

/** `POST /v1/activations`: 201 when new, 200 when the device has it already (R3.2). */
export const activationAnswer = closed({
  activationId: v.string(),
  seatId: v.string(),
  created: v.boolean(),
  role: v.picklist(['active', 'reserve']),
  license: licenseAnswer,
  /** Null where a perpetual license was given up. */
  forfeitedDays: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  ...standing,
});

/** `POST /v1/validations`. */
export const validationAnswer = closed({
  valid: v.boolean(),
  verdict,
  detail: v.string(),
  remedy: v.nullable(v.string()),
  role: v.nullable(v.picklist(['active', 'reserve', 'former'])),
  activationId: v.nullable(v.string()),
  license: v.nullable(licenseAnswer),
  reserve: v.nullable(licenseAnswer),
  reserveReason: v.nullable(v.string()),
  contentUntil: optionalInstant,
  nonce: v.nullable(v.string()),
  ...standing,
});

const released = { released: v.literal(true), seatFreeAt: writtenInstant };

/** `POST /v1/deactivations` (R6.6). */
export const deactivationAnswer = closed({ ...released, promoted: v.nullable(v.string()) });

/** A seat released by the owner or by an operator (R4.3). */
export const seatReleaseAnswer = closed(released);

/** A seat as owners and operators see it (R4.2). */
export const seatAnswer = closed({
  seatId: v.string(),
  class: id,
  name: v.nullable(v.string()),
  platform: v.string(),
  activatedAt: writtenInstant,
  lastSeenOn: day,
  freeableAt: writtenInstant,
  /** `held`: released, and free again at `freeableAt` (R4.4). */
  role: v.picklist(['active', 'reserve', 'held']),
});

const next = v.nullable(v.string());
export const ownedSeatsAnswer = closed({ license: licenseAnswer, seats: v.array(seatAnswer), next });
export const seatsAnswer = closed({ items: v.array(seatAnswer), next });

export const recoveryAnswer = closed({ accepted: v.literal(true) });
export const recoveredAnswer = closed({ code: v.string(), license: licenseAnswer });

export type ActivationAnswer = v.InferOutput<typeof activationAnswer>;
export type ValidationAnswer = v.InferOutput<typeof validationAnswer>;
export type DeactivationAnswer = v.InferOutput<typeof deactivationAnswer>;
export type SeatReleaseAnswer = v.InferOutput<typeof seatReleaseAnswer>;
export type SeatAnswer = v.InferOutput<typeof seatAnswer>;
export type OwnedSeatsAnswer = v.InferOutput<typeof ownedSeatsAnswer>;
export type SeatsAnswer = v.InferOutput<typeof seatsAnswer>;
export type RecoveredAnswer = v.InferOutput<typeof recoveredAnswer>;
