import type { RunningService } from '../support/local-service.ts';

const PRODUCT = { id: 'soak-pc', name: 'Soak', family: 'soak', seatClass: 'desktop', platforms: ['windows'] };
const PLAN = {
  id: 'soak-1y',
  name: 'Soak, one year',
  kind: 'commercial',
  family: PRODUCT.family,
  term: { days: 365, starts: 'first_activation' },
  seats: { desktop: 5 },
  activationsPerSeat: 1000,
  products: [{ id: PRODUCT.id }],
};
/** Bounded, so that what grows is a leak and not the stock. */
const LICENSES = 40;
const DEVICES_EACH = 8;

/** A device of a license, and what it was told last. */
interface LoadDevice {
  readonly license: string;
  readonly code: string;
  readonly fingerprint: string;
  activationId: string | null;
}

export type Kind = 'validate' | 'activate' | 'release' | 'operate';

/** Ninety requests in a hundred validate, five activate, three release, two are an operator's. */
export function pickKind(share: number): Kind {
  if (share < 0.9) return 'validate';
  if (share < 0.95) return 'activate';
  return share < 0.98 ? 'release' : 'operate';
}

/** Customers and operators of a running service, who ask one thing after the other. */
export class Traffic {
  readonly devices: LoadDevice[] = [];
  private readonly service: RunningService;
  private readonly random: () => number;

  constructor(service: RunningService, random: () => number) {
    this.service = service;
    this.random = random;
  }

  async prepare(): Promise<void> {
    await this.expect('PUT', `/v1/products/${PRODUCT.id}`, PRODUCT);
    await this.expect('PUT', `/v1/plans/${PLAN.id}`, PLAN);
    const { codes } = await this.expect('POST', '/v1/codes', { plan: PLAN.id, quantity: LICENSES });
    for (const { code, licenseId: license } of codes as { code: string; licenseId: string }[]) {
      for (let at = 0; at < DEVICES_EACH; at += 1) {
        this.devices.push({ license, code, fingerprint: `${license}-${at}`, activationId: null });
      }
    }
    for (const device of this.devices.filter((_, at) => at % DEVICES_EACH < 4)) await this.activate(device);
  }

  /** @returns the status of the answer */
  ask(kind: Kind): Promise<number> {
    const device = this.pick();
    if (kind === 'activate') return this.activate(device);
    if (kind === 'release') return this.release(device);
    return kind === 'operate' ? this.operate(device) : this.validate(device);
  }

  private pick(): LoadDevice {
    const device = this.devices[Math.floor(this.random() * this.devices.length)];
    if (device === undefined) throw new Error('there are devices once the traffic is prepared');
    return device;
  }

  private async activate(device: LoadDevice): Promise<number> {
    const { code, fingerprint } = device;
    const body = { code, product: PRODUCT.id, device: { fingerprint, platform: 'windows' } };
    const answer = await this.service.post('/v1/activations', body);
    if (answer.status < 300) device.activationId = String(answer.body.activationId);
    return answer.status;
  }

  private async release(device: LoadDevice): Promise<number> {
    const { activationId, fingerprint } = device;
    if (activationId === null) return this.validate(device);
    device.activationId = null;
    return (await this.service.post('/v1/deactivations', { activationId, device: { fingerprint } })).status;
  }

  private async validate({ activationId, code, fingerprint }: LoadDevice): Promise<number> {
    const proof = activationId === null ? { code, product: PRODUCT.id } : { activationId };
    return (await this.service.post('/v1/validations', { ...proof, device: { fingerprint } })).status;
  }

  private async operate({ license }: LoadDevice): Promise<number> {
    const calls = [
      () => this.service.operate('GET', `/v1/licenses/${license}`),
      () => this.service.operate('GET', `/v1/licenses/${license}/seats`),
      () => this.service.operate('GET', '/v1/licenses?limit=20'),
      () => this.service.operate('POST', `/v1/licenses/${license}/extend`, { days: 1, reason: 'soak' }),
    ];
    const call = calls[Math.floor(this.random() * calls.length)];
    return call === undefined ? 0 : (await call()).status;
  }

  private async expect(method: string, path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await this.service.operate(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
