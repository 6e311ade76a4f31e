import * as contracts from '../contracts/licenses.ts';
import { seatReleaseAnswer, seatsAnswer } from '../schemas/device-answer.ts';
import { batchAnswer, licensesAnswer, operatedLicenseAnswer, rotatedLicenseAnswer } from '../schemas/license-answer.ts';
import { eventsAnswer, trialResetAnswer } from '../schemas/operator-answer.ts';
import * as example from './examples.ts';
import type { Operation } from './operation.ts';

const theLicense = { schema: operatedLicenseAnswer, example: example.operatedLicense };
const REASON = 'Refund of order 17';

/** Actions on one license and on a batch, with what they do. */
const ACTIONS = {
  block: 'Block: works on for the days of tolerance, then as expired',
  unblock: 'Lift a block',
  suspend: 'Suspend: off until resumed, while the term goes on',
  resume: 'Resume after a suspension',
  revoke: 'Revoke, for good',
} as const;

const ON_LICENSE = { ...ACTIONS, 'reset-activations': 'Reset the activation count' } as const;

function toId(action: string, what: string): string {
  return `${action.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}${what}`;
}

const licenseActions = Object.entries(ON_LICENSE).map(
  ([action, summary]): Operation => ({
    key: `POST /v1/licenses/{id}/${action}`,
    id: toId(action, 'License'),
    tag: 'licenses',
    summary,
    contract: contracts.actOnLicense,
    example: { reason: REASON },
    answers: { 200: { description: 'The license as it is now', ...theLicense } },
    problems: action === 'revoke' ? [] : ['license_revoked'],
  }),
);

const batchActions = [...Object.entries(ACTIONS), ['extend', 'Extend by days'] as const].map(
  ([action, summary]): Operation => ({
    key: `POST /v1/batches/{batch}/${action}`,
    id: toId(action, 'Batch'),
    tag: 'batches',
    summary: `${summary}, for a whole batch`,
    description: 'To be repeated with `cursor` = `next` until `next` is null.',
    contract: action === 'extend' ? contracts.extendBatch : contracts.actOnBatch,
    example: { reason: REASON, ...(action === 'extend' && { days: 30 }) },
    answers: {
      200: {
        description: 'How many licenses were looked at and changed',
        schema: batchAnswer,
        example: { matched: 100, changed: 98, next: null },
      },
    },
    problems: [],
  }),
);

/** Reading, changing and freeing (docs/api.md section 2). */
export const LICENSE_OPERATIONS: readonly Operation[] = [
  {
    key: 'GET /v1/licenses',
    id: 'listLicenses',
    tag: 'licenses',
    summary: 'Find licenses by batch, e-mail address or order',
    contract: contracts.listLicenses,
    answers: {
      200: {
        description: 'A page of licenses',
        schema: licensesAnswer,
        example: { items: [example.operatedLicense], next: null },
      },
    },
    problems: [],
  },
  {
    key: 'GET /v1/licenses/export',
    id: 'exportLicenses',
    tag: 'licenses',
    summary: 'Export licenses, one JSON object a line, without codes',
    contract: contracts.exportLicenses,
    answers: {
      200: {
        description: 'A page of lines',
        contentType: 'application/x-ndjson',
        headers: { 'x-next-cursor': 'The cursor of the next page; absent at the end' },
      },
    },
    problems: [],
  },
  {
    key: 'POST /v1/licenses/lookup',
    id: 'lookUpLicense',
    tag: 'licenses',
    summary: 'Find the license behind a code',
    contract: contracts.lookUpLicense,
    example: { code: example.CODE },
    answers: { 200: { description: 'The license', ...theLicense } },
    problems: ['code_malformed', 'code_unknown'],
  },
  {
    key: 'GET /v1/licenses/{id}',
    id: 'readLicense',
    tag: 'licenses',
    summary: 'Read a license',
    contract: contracts.readLicense,
    answers: { 200: { description: 'The license', ...theLicense } },
    problems: [],
  },
  {
    key: 'PATCH /v1/licenses/{id}',
    id: 'patchLicense',
    tag: 'licenses',
    summary: 'Change a license; null takes a value away',
    contract: contracts.patchLicense,
    example: { seats: { desktop: 10 }, reason: REASON },
    answers: { 200: { description: 'The license as it is now', ...theLicense } },
    problems: ['plan_unknown', 'license_revoked'],
  },
  {
    key: 'GET /v1/licenses/{id}/seats',
    id: 'listSeats',
    tag: 'licenses',
    summary: 'List the seats of a license',
    contract: contracts.listOfLicense,
    answers: {
      200: { description: 'A page of seats', schema: seatsAnswer, example: { items: [example.seat], next: null } },
    },
    problems: [],
  },
  {
    key: 'DELETE /v1/licenses/{id}/seats/{seatId}',
    id: 'freeSeat',
    tag: 'licenses',
    summary: 'Free a seat, without the limits that owners have',
    contract: contracts.freeSeat,
    answers: { 200: { description: 'Freed', schema: seatReleaseAnswer, example: example.released } },
    problems: ['seat_unknown'],
  },
  {
    key: 'GET /v1/licenses/{id}/events',
    id: 'listEvents',
    tag: 'licenses',
    summary: 'Read the audit of a license, oldest first',
    contract: contracts.listOfLicense,
    answers: {
      200: {
        description: 'A page of events, and whether their chain is whole',
        schema: eventsAnswer,
        example: { items: [example.event], verified: true, next: null },
      },
    },
    problems: [],
  },
  {
    key: 'POST /v1/licenses/{id}/extend',
    id: 'extendLicense',
    tag: 'licenses',
    summary: 'Extend a license by days',
    contract: contracts.extendLicense,
    example: { reason: REASON, days: 30 },
    answers: { 200: { description: 'The license as it is now', ...theLicense } },
    problems: ['license_revoked'],
  },
  {
    key: 'POST /v1/licenses/{id}/rotate-code',
    id: 'rotateCode',
    tag: 'licenses',
    summary: 'Give the license a new code, shown once; active devices go on',
    contract: contracts.actOnLicense,
    example: { reason: REASON },
    answers: {
      200: {
        description: 'The license with its new code',
        schema: rotatedLicenseAnswer,
        example: { ...example.operatedLicense, code: example.CODE },
      },
    },
    problems: ['license_revoked'],
  },
  {
    key: 'POST /v1/devices/reset-trial',
    id: 'resetTrial',
    tag: 'licenses',
    summary: 'Forgive a device its trial history',
    contract: contracts.resetTrial,
    example: { activationId: example.ACTIVATION_ID, reason: REASON },
    answers: { 200: { description: 'Whether there was any', schema: trialResetAnswer, example: { reset: true } } },
    problems: ['activation_unknown', 'seat_unknown'],
  },
  ...licenseActions,
  ...batchActions,
];
