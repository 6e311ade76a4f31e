/** What an answer holds for another call (OpenAPI's links): so that a reader or a tester can go on from it. */
export interface Link {
  readonly operationId: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly requestBody?: Readonly<Record<string, string>>;
}

type Links = Readonly<Record<string, Link>>;

/** Calls for one license, by its id. */
const LICENSE_CALLS = [
  'readLicense',
  'patchLicense',
  'listSeats',
  'listEvents',
  'blockLicense',
  'unblockLicense',
  'suspendLicense',
  'resumeLicense',
  'revokeLicense',
  'extendLicense',
  'resetActivationsLicense',
  'rotateCode',
];

const BATCH_CALLS = ['blockBatch', 'unblockBatch', 'suspendBatch', 'resumeBatch', 'revokeBatch', 'extendBatch'];

function toEach(calls: readonly string[], parameters: Readonly<Record<string, string>>): Links {
  return Object.fromEntries(calls.map((operationId) => [operationId, { operationId, parameters }]));
}

function toNextPage(operationId: string): Links {
  return { [operationId]: { operationId, parameters: { cursor: '$response.body#/next' } } };
}

const ACTIVATION = { activationId: '$response.body#/activationId' };

/** Links by the call that answers and its status. */
export const LINKS: Readonly<Record<string, Links>> = {
  'issueCodes 201': {
    ...toEach(LICENSE_CALLS, { id: '$response.body#/codes/0/licenseId' }),
    ...toEach(BATCH_CALLS, { batch: '$response.body#/batch' }),
    lookUpLicense: { operationId: 'lookUpLicense', requestBody: { code: '$response.body#/codes/0/code' } },
    listOwnSeats: { operationId: 'listOwnSeats', requestBody: { code: '$response.body#/codes/0/code' } },
  },
  'activate 201': {
    ...toEach(LICENSE_CALLS, { id: '$response.body#/license/id' }),
    freeSeat: {
      operationId: 'freeSeat',
      parameters: { id: '$response.body#/license/id', seatId: '$response.body#/seatId' },
    },
    validate: { operationId: 'validate', requestBody: ACTIVATION },
    deactivate: { operationId: 'deactivate', requestBody: ACTIVATION },
  },
  'listSeats 200': {
    freeSeat: {
      operationId: 'freeSeat',
      parameters: { id: '$request.path.id', seatId: '$response.body#/items/0/seatId' },
    },
  },
  'lookUpLicense 200': toEach(LICENSE_CALLS, { id: '$response.body#/id' }),
  'listLicenses 200': {
    ...toEach(LICENSE_CALLS, { id: '$response.body#/items/0/id' }),
    ...toNextPage('listLicenses'),
  },
  'putProduct 200': toEach(['readProduct'], { id: '$response.body#/id' }),
  'putPlan 200': toEach(['readPlan'], { id: '$response.body#/id' }),
  'putWebhook 200': toEach(['readWebhook', 'removeWebhook', 'listDeadLetters'], { id: '$response.body#/id' }),
  'listDeadLetters 200': {
    ...toNextPage('listDeadLetters'),
    replayDeadLetters: {
      operationId: 'replayDeadLetters',
      parameters: { id: '$request.path.id' },
    },
  },
  'createKey 201': toEach(['revokeKey'], { prefix: '$response.body#/prefix' }),
};
