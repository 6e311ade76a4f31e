import type { HttpResult, RunningService } from './local-service.ts';

/** A vendor's catalog and sales, over HTTP. */
const FAMILY = 'office';

const COMPONENTS = ['anti-malware', 'firewall', 'parental-control', 'safe-payments', 'updates'];
const LIMITED = { 'anti-malware': 'frozen', 'parental-control': 'off', 'safe-payments': 'off', updates: 'off' };

const COMMERCIAL = {
  name: 'Office for a year',
  kind: 'commercial',
  family: FAMILY,
  term: { days: 365 },
  seats: { desktop: 5 },
  products: [{ id: 'office-pc' }, { id: 'office-mac' }],
  blockToleranceDays: 8,
  afterExpiry: [{ platform: 'windows', osVersionBelow: '6.2', mode: 'limited', components: LIMITED }, { mode: 'off' }],
  selfService: { releasesPerYear: 3, cooldownHours: 0 },
};

/** Puts the products into the catalog. */
export async function stockShop(service: RunningService): Promise<void> {
  const products = [
    { id: 'office-pc', name: 'Office for PC', platforms: ['windows'] },
    { id: 'office-mac', name: 'Office for Mac', platforms: ['macos'] },
  ];
  for (const product of products) {
    const body = { ...product, family: FAMILY, seatClass: 'desktop', components: COMPONENTS };
    await expectDone(service.operate('PUT', `/v1/products/${product.id}`, body));
  }
}

/** Offers a plan: the commercial one with what a test changes. */
export async function offerPlan(
  service: RunningService,
  id: string,
  over: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await expectDone(service.operate('PUT', `/v1/plans/${id}`, { ...COMMERCIAL, id, ...over }));
}

/** Sells codes of a plan. */
export async function sellCodes(
  service: RunningService,
  plan: string,
  quantity = 1,
  order: Readonly<Record<string, unknown>> = {},
): Promise<readonly { code: string; licenseId: string }[]> {
  const sold = await expectDone(service.operate('POST', '/v1/codes', { plan, quantity, ...order }));
  return sold.body.codes;
}

/** Sells one code. */
export async function sellCode(
  service: RunningService,
  plan: string,
  order: Readonly<Record<string, unknown>> = {},
): Promise<{ code: string; licenseId: string }> {
  const [sold] = await sellCodes(service, plan, 1, order);
  if (sold === undefined) throw new Error('no code');
  return sold;
}

/** A device that applications describe. */
export function aDevice(name: string, osVersion = '10.0') {
  return { fingerprint: `fingerprint-of-${name}`, platform: 'windows', osVersion, name };
}

/** Activates a code on a device. */
export function activate(
  service: RunningService,
  code: string,
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<HttpResult> {
  return service.post('/v1/activations', { code, product: 'office-pc', device: aDevice(name), ...more });
}

/** Validates an activation on a device. */
export function validate(
  service: RunningService,
  activationId: string,
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<HttpResult> {
  const device = { fingerprint: `fingerprint-of-${name}` };
  return service.post('/v1/validations', { activationId, device, ...more });
}

async function expectDone(answer: Promise<HttpResult>): Promise<HttpResult> {
  const result = await answer;
  if (result.status >= 300) throw new Error(`refused: ${result.status} ${JSON.stringify(result.body)}`);
  return result;
}
