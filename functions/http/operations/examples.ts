// Values that stand in the OpenAPI document; every one is checked against its schema by a test.

export const CODE = '9KF2W-7QTR4-XM3HD-AB3CD';
export const LICENSE_ID = 'lic_8sJd2KqVtY0aZ3xw';
export const ACTIVATION_ID = 'act_ZXhhbXBsZS1hY3RpdmF0aW9uLWlk';
export const SEAT_ID = 'desktop.c2VhdC1leGFtcGxlLTIyQw';
const ISSUED = '2026-11-24T11:00:00.000Z';
const EXPIRES = '2027-11-24T11:00:00.000Z';
const LEASE = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJsaWMifQ.c2lnbmF0dXJl';

export const license = {
  id: LICENSE_ID,
  plan: 'office-security-1y',
  kind: 'commercial',
  state: 'active',
  codeHint: '*****-*****-*****-AB3CD',
  issuedAt: ISSUED,
  startedAt: ISSUED,
  expiresAt: EXPIRES,
  graceUntil: null,
  contentUntil: null,
  daysLeft: 365,
  seats: { desktop: { limit: 5, used: 1 } },
  entitlements: ['pro'],
  metadata: {},
};

export const operatedLicense = {
  ...license,
  customer: { email: 'ada@example.com', name: 'Ada' },
  orderId: 'order-17',
  batch: 'autumn-2026',
  previousOf: null,
  planRevision: 1,
  orderedAt: ISSUED,
  activateBy: null,
  notAfter: null,
  regions: null,
  promotion: false,
  suspended: null,
  blocked: null,
  revoked: null,
};

const standing = {
  mode: 'full',
  components: { firewall: 'on' },
  lease: LEASE,
  refreshAfter: '2026-11-24T23:00:00.000Z',
  serverTime: ISSUED,
  warnings: [],
  changedComponents: [],
};

export const device = { fingerprint: '5d41402abc4b2a76b9719d911017c592', platform: 'windows', osVersion: '6.1' };

export const activation = {
  activationId: ACTIVATION_ID,
  seatId: SEAT_ID,
  created: true,
  role: 'active',
  license,
  forfeitedDays: 0,
  ...standing,
};

export const validation = {
  valid: true,
  verdict: 'VALID',
  detail: 'The license is valid.',
  remedy: null,
  role: 'active',
  activationId: ACTIVATION_ID,
  license,
  reserve: null,
  reserveReason: null,
  contentUntil: null,
  nonce: 'n-1',
  ...standing,
};

export const seat = {
  seatId: SEAT_ID,
  class: 'desktop',
  name: 'Reception',
  platform: 'windows',
  activatedAt: ISSUED,
  lastSeenOn: '2026-11-24',
  freeableAt: '2026-11-25T11:00:00.000Z',
  role: 'active',
};

export const released = { released: true, seatFreeAt: ISSUED };

export const product = {
  id: 'office-security-pc',
  name: 'Office Security for PC',
  family: 'office-security',
  seatClass: 'desktop',
  platforms: ['windows'],
  components: ['anti-malware', 'firewall', 'parental-control', 'safe-payments', 'updates'],
};

export const plan = {
  id: 'office-security-1y',
  name: 'Office Security, one year',
  kind: 'commercial',
  family: 'office-security',
  term: { days: 365, starts: 'first_activation' },
  activateWithinDays: null,
  graceDays: 0,
  maintenanceDays: null,
  entitlements: [],
  seats: { desktop: 5, server: 1, mobile: 5 },
  activationsPerSeat: 5,
  products: [{ id: 'office-security-pc', minVersion: '4', maxVersion: '8' }, { id: 'office-security-mac' }],
  regions: null,
  warnDaysBefore: [14, 7, 3, 1],
  blockToleranceDays: 8,
  afterExpiry: [
    {
      platform: 'windows',
      osVersionBelow: '6.2',
      mode: 'limited',
      components: { 'anti-malware': 'frozen', 'parental-control': 'off', 'safe-payments': 'off', updates: 'off' },
    },
    { mode: 'off', components: {} },
  ],
  renewal: null,
  deviceMatch: { threshold: 0.6, weights: { board: 3, disk: 2, mac: 1 } },
  lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: false },
  selfService: { releasesPerYear: 3, cooldownHours: 24 },
};

export const event = {
  id: 'evt_1',
  type: 'license.activated',
  at: ISSUED,
  actor: 'application',
  reason: null,
  requestId: 'request-1',
  before: null,
  after: { startedAt: ISSUED },
  sealed: true,
};

export const key = {
  prefix: 'lk_4f2a',
  name: 'shop',
  scopes: ['issue', 'read'],
  createdAt: ISSUED,
  expiresAt: null,
};

export const webhook = { id: 'crm', url: 'https://example.com/latchkey', events: null, createdAt: ISSUED };

export const deadLetter = {
  id: 'lic_9kF2w7QTR4XM3HDA#000000000012',
  eventId: 'evt_1',
  type: 'license.expired',
  licenseId: 'lic_9kF2w7QTR4XM3HDA',
  queuedAt: ISSUED,
  givenUpAt: ISSUED,
  failure: 'status 500',
};
