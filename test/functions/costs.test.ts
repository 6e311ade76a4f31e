import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../support/engines.ts';
import { fillShards } from '../support/fill-shards.ts';
import { Meter } from '../support/meter.ts';
import { aPlan, PC } from '../support/states.ts';
import { type Stored, storeLicense, storeProducts } from '../support/stored-license.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

const DAY = 86_400;

/** Round trips are the same on every engine; units are those of the engine that counts as DynamoDB does. */
describeOnEngines('costs', (engine) => {
  let test: TestService;
  let meter: Meter;
  const countsUnits = engine.name === 'dynoxide';

  beforeAll(async () => {
    test = await openTestService(engine);
    await storeProducts(test);
    meter = new Meter(test.service.ledger.client);
    // What a process reads once: products, whether keys were imported.
    await activate(await withSeats(1), 'warm');
  });

  const device = (name: string) => ({ fingerprint: `fingerprint-of-${name}`, platform: 'windows' });

  async function activate({ code }: Stored, name: string): Promise<Record<string, unknown>> {
    const body = { code, product: PC.id, device: device(name) };
    return (await test.ask('activate', 'POST /v1/activations', { body })).json;
  }

  async function validate(activationId: unknown, name: string) {
    const body = { activationId, device: { fingerprint: device(name).fingerprint } };
    return test.ask('validate', 'POST /v1/validations', { body });
  }

  async function withSeats(seats: number): Promise<Stored> {
    return storeLicense(test, { plan: aPlan({ id: `seats-${seats}`, seats: { desktop: seats } }) });
  }

  it('R4.5 validates by activation id in one round trip, one unit and no write', async () => {
    const stored = await withSeats(5);
    const { activationId } = await activate(stored, 'one');
    await activate(stored, 'two');
    const cost = await meter.measure(() => validate(activationId, 'one'));
    expect(cost).toMatchObject({ trips: 1, requests: 1 });
    if (countsUnits) expect(cost).toMatchObject({ readUnits: 1, writeUnits: 0 });
  });

  it('writes one unit on the first validation of a UTC day, and none on the next', async () => {
    const { activationId } = await activate(await withSeats(5), 'daily');
    test.clock.advance(DAY);
    await validate((await activate(await withSeats(5), 'warm-2')).activationId, 'warm-2');
    const first = await meter.measure(() => validate(activationId, 'daily'));
    expect(first).toMatchObject({ trips: 2, requests: 2 });
    if (countsUnits) expect(first).toMatchObject({ readUnits: 1, writeUnits: 1 });
    expect(await meter.measure(() => validate(activationId, 'daily'))).toMatchObject({ trips: 1, requests: 1 });
  });

  it('R2.8 confirms a negative answer by one strong round trip', async () => {
    const { activationId } = await activate(await withSeats(5), 'gone');
    const body = { activationId, device: { fingerprint: device('gone').fingerprint } };
    await test.ask('deactivate', 'POST /v1/deactivations', { body });
    const cost = await meter.measure(() => validate(activationId, 'gone'));
    expect(cost).toMatchObject({ trips: 2, requests: 2 });
    if (countsUnits) expect(cost).toMatchObject({ readUnits: 3, writeUnits: 0 });
  });

  it('costs a forged activation id nothing', async () => {
    const cost = await meter.measure(() => validate(`act_${'A'.repeat(90)}`, 'nobody'));
    expect(cost).toEqual({ trips: 0, requests: 0, readUnits: 0, writeUnits: 0 });
  });

  it('R1.4 costs a malformed code nothing', async () => {
    const body = { code: 'AAAAA-AAAAA-AAAAA-AAAAB', product: PC.id, device: device('typo') };
    const cost = await meter.measure(() => test.ask('activate', 'POST /v1/activations', { body }));
    expect(cost.requests).toBe(0);
  });

  it('R4.5 activates in three round trips, at the same cost for the second and the 5 000th seat', async () => {
    const small = await withSeats(3);
    const large = await withSeats(5000);
    await activate(small, 'first');
    await activate(large, 'first of many');
    const second = await meter.measure(() => activate(small, 'second'));
    const secondOfMany = await meter.measure(() => activate(large, 'second of many'));
    await fillShards(test.service.ledger, large.id, 'desktop', 4998);
    const last = await meter.measure(() => activate(large, 'last of many'));
    expect([second.trips, secondOfMany.trips, last.trips]).toEqual([3, 3, 3]);
    expect(last.requests).toBe(secondOfMany.requests);
    if (countsUnits) {
      expect(last).toEqual(secondOfMany);
      expect(second.writeUnits).toBe(last.writeUnits);
    }
  });

  it('R3.2 repeats within a day in two round trips without a write', async () => {
    const stored = await withSeats(5);
    await activate(stored, 'again');
    const cost = await meter.measure(() => activate(stored, 'again'));
    expect(cost.trips).toBe(2);
    if (countsUnits) expect(cost.writeUnits).toBe(0);
  });

  it('deactivates in two round trips', async () => {
    const { activationId } = await activate(await withSeats(5), 'leaving');
    const body = { activationId, device: { fingerprint: device('leaving').fingerprint } };
    const cost = await meter.measure(() => test.ask('deactivate', 'POST /v1/deactivations', { body }));
    expect(cost.trips).toBe(2);
  });
});
