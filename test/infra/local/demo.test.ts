import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoOrders } from '../../../infra/local/demo-orders.ts';
import { type DemoCall, loadDemo } from '../../../infra/local/demo-run.ts';
import { anyEngine } from '../../support/engines.ts';
import { type RunningService, startService } from '../../support/local-service.ts';

/** Both bulk orders and enough of the others to be in nearly all states, so that it takes seconds. */
const SOME = {
  orders: demoOrders().filter(({ quantity }, n) => quantity > 1 || n % 8 === 0),
  sweepDays: 100,
};
const PATIENCE = 180_000;

let service: RunningService;
let loaded: number | null;

const call: DemoCall = (method, path, body, headers = {}) => service.operate(method, path, body, { ...headers });

interface Exported {
  readonly id: string;
  readonly state: string;
}

async function exported(): Promise<readonly Exported[]> {
  const { body } = (await service.operate('GET', '/v1/licenses/export')) as { body: string };
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Exported);
}

beforeAll(async () => {
  service = await startService(anyEngine());
  loaded = await loadDemo(call, () => {}, SOME);
}, PATIENCE);
afterAll(() => service.stop());

describe('demonstration data', () => {
  test('is the same every time, a few hundred licenses in all', () => {
    expect(demoOrders()).toEqual(demoOrders());
    const licenses = demoOrders().reduce((sum, { quantity }) => sum + quantity, 0);
    expect(licenses).toBeGreaterThan(300);
    expect(licenses).toBeLessThan(600);
  });

  test('has licenses in every state, and leaves the clock as it was', async () => {
    const licenses = await exported();
    // One more: the code that the service itself starts with.
    expect(licenses).toHaveLength((loaded ?? 0) + 1);
    const states = new Set(licenses.map(({ state }) => state));
    expect([...states].filter((state) => state !== 'grace').sort()).toEqual(
      ['active', 'blocked', 'expired', 'issued', 'revoked', 'suspended'].sort(),
    );
    const { body } = (await service.call('GET', '/_local/clock')) as { body: { now: string } };
    expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(60_000);
  });

  test('is loaded once', async () => {
    const before = await exported();
    expect(await loadDemo(call, () => {}, SOME)).toBeNull();
    expect(await exported()).toEqual(before);
  });

  test(
    'goes on where it was interrupted, without a second license for any order',
    async () => {
      const interrupted = await startService(anyEngine());
      const failing: DemoCall = (method, path, body, headers) => {
        calls += 1;
        if (calls === 30) throw new Error('pulled the plug');
        return again(method, path, body, headers);
      };
      const again: DemoCall = (method, path, body, headers = {}) =>
        interrupted.operate(method, path, body, { ...headers });
      let calls = 0;
      const { orders, sweepDays } = SOME;
      const few = orders.slice(0, 6).concat(orders.slice(-1));
      await expect(loadDemo(failing, () => {}, { orders: few, sweepDays })).rejects.toThrow('pulled the plug');
      const total = few.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(await loadDemo(again, () => {}, { orders: few, sweepDays })).toBe(total);
      const { body } = (await interrupted.operate('GET', '/v1/licenses/export')) as { body: string };
      expect(body.trimEnd().split('\n')).toHaveLength(total + 1);
      await interrupted.stop();
    },
    PATIENCE,
  );
});
