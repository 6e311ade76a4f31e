/** What the demonstration needs of the running service: its own HTTP calls, nothing behind its back. */
export type Call = (
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: unknown }>;

const COMPONENTS = ['anti-malware', 'firewall', 'parental-control', 'safe-payments', 'updates'];

const PRODUCTS = [
  { id: 'office-security-pc', name: 'Office Security for PC', seatClass: 'desktop', platforms: ['windows'] },
  { id: 'office-security-mac', name: 'Office Security for Mac', seatClass: 'desktop', platforms: ['macos'] },
  {
    id: 'office-security-server',
    name: 'Office Security for Servers',
    seatClass: 'server',
    platforms: ['windows', 'linux'],
  },
  {
    id: 'office-security-mobile',
    name: 'Office Security for Phones',
    seatClass: 'mobile',
    platforms: ['android', 'ios'],
  },
].map((product) => ({ ...product, family: 'office-security', components: COMPONENTS }));

const LIMITED = { 'anti-malware': 'frozen', 'parental-control': 'off', 'safe-payments': 'off', updates: 'off' };

const COMMERCIAL = {
  id: 'office-security-1y',
  name: 'Office Security, one year',
  kind: 'commercial',
  family: 'office-security',
  term: { days: 365, starts: 'first_activation' },
  seats: { desktop: 5, server: 1, mobile: 5 },
  products: [
    { id: 'office-security-pc', minVersion: '4', maxVersion: '8' },
    { id: 'office-security-mac' },
    { id: 'office-security-server' },
    { id: 'office-security-mobile' },
  ],
  blockToleranceDays: 8,
  afterExpiry: [{ platform: 'windows', osVersionBelow: '6.2', mode: 'limited', components: LIMITED }, { mode: 'off' }],
  deviceMatch: { threshold: 0.6, weights: { board: 3, disk: 2, mac: 1 } },
};

const TRIAL = {
  id: 'office-security-trial',
  name: 'Office Security, trial',
  kind: 'trial',
  family: 'office-security',
  term: { days: 30, starts: 'first_activation' },
  seats: { desktop: 1 },
  products: [{ id: 'office-security-pc' }, { id: 'office-security-mac' }],
};

/** Loads the demonstration catalog into an empty store. @returns a fresh code, or null where the store is in use */
export async function loadDemonstration(call: Call): Promise<string | null> {
  const existing = await call('GET', '/v1/products');
  if ((existing.body as { items: unknown[] }).items.length > 0) return null;
  for (const { id, ...product } of PRODUCTS) await expectOk(call('PUT', `/v1/products/${id}`, { id, ...product }));
  for (const plan of [COMMERCIAL, TRIAL]) await expectOk(call('PUT', `/v1/plans/${plan.id}`, plan));
  const issued = await expectOk(
    call('POST', '/v1/codes', { plan: COMMERCIAL.id, quantity: 1, batch: 'demonstration' }),
  );
  return (issued as { codes: { code: string }[] }).codes[0]?.code ?? null;
}

async function expectOk(answer: ReturnType<Call>): Promise<unknown> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the demonstration catalog was refused: ${JSON.stringify(body)}`);
  return body;
}

/** Commands to paste, each on one line. */
export function demonstrationCommands(url: string, code: string): readonly string[] {
  const device = { fingerprint: 'demonstration-device-1', platform: 'windows', osVersion: '6.1', name: 'Reception' };
  const activation = { code, product: 'office-security-pc', productVersion: '5.0.1', device };
  const validation = { code, product: 'office-security-pc', device: { fingerprint: device.fingerprint } };
  const post = (path: string, body: unknown) =>
    `curl -s ${url}${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const put = (path: string, body: unknown) =>
    `curl -s -X PUT ${url}${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  return [
    post('/v1/activations', activation),
    post('/v1/validations', validation),
    put('/_local/clock', { advanceSeconds: 366 * 86_400 }),
    post('/v1/validations', validation),
    `curl -s -X POST ${url}/_local/sweep`,
    `curl -s ${url}/_local/outbox`,
    put('/_local/clock', { reset: true }),
  ];
}
