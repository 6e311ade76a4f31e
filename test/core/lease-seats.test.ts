import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, SECOND } from '../../functions/core/instant.ts';
import { LEASE_HOURS, licenseOf, planOf } from './lease-license.ts';
import { World } from './lease-world.ts';

const DEVICES = ['d1', 'd2', 'd3', 'd4', 'd5'];
const device = fc.constantFrom(...DEVICES);
const license = fc.constantFrom('a', 'a', 'a', 'b');

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('activate' as const), device, license, from: fc.option(device) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('validate' as const), device, license }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deactivate' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('free' as const), device }) },
  {
    weight: 3,
    // Whole leases and their margin, to the millisecond on both sides, and anything between.
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      by: fc.oneof(
        fc.constantFrom(1, 12 * HOUR, 24 * HOUR, 24 * HOUR + 30 * SECOND - 1, 24 * HOUR + 30 * SECOND),
        fc.integer({ min: 0, max: 30 * HOUR }),
      ),
    }),
  },
);

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

function play(world: World, step: Action): void {
  if (step.do === 'activate') world.activate(step.device, step.license, step.from);
  else if (step.do === 'validate') world.validate(step.device, step.license);
  else if (step.do === 'deactivate') world.release(step.device, 'device');
  else if (step.do === 'free') world.release(step.device, 'operator');
  else world.now += step.by;
}

describe('R4.4 held seats', () => {
  it('no interleaving of releases, activations elsewhere and kept leases gives more valid leases at one instant than seats', () => {
    let leases = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(action, { maxLength: 80, size: 'max' }), (seats, steps) => {
        const plan = planOf(seats, true);
        const world = new World([licenseOf('a', plan), licenseOf('b', plan)]);
        for (const step of steps) {
          play(world, step);
          expect(world.running('a')).toBeLessThanOrEqual(seats);
          expect(world.running('b')).toBeLessThanOrEqual(seats);
        }
        leases += world.leases.length;
      }),
      { numRuns: 300 },
    );
    // The worlds really gave leases: a property over nothing holds always.
    expect(leases).toBeGreaterThan(1300);
  });

  it('every seat can be used again: after the hold a released seat goes to another device', () => {
    const world = new World([licenseOf('a', planOf(1, true))]);
    world.activate('d1', 'a', null);
    world.release('d1', 'device');
    world.now += LEASE_HOURS * HOUR + 30 * SECOND - 1;
    world.activate('d2', 'a', null);
    expect(world.leases.map((lease) => lease.device)).toEqual(['d1']);
    world.now += 1;
    world.activate('d2', 'a', null);
    expect(world.leases.map((lease) => lease.device)).toEqual(['d1', 'd2']);
  });

  it('the same device gets its held seat back at once', () => {
    const world = new World([licenseOf('a', planOf(1, true))]);
    world.activate('d1', 'a', null);
    world.release('d1', 'device');
    world.now += HOUR;
    world.activate('d1', 'a', null);
    expect(world.leases).toHaveLength(2);
  });

  it('without holding, a copied lease does gain a second device: the property above can fail', () => {
    const world = new World([licenseOf('a', planOf(1, false))]);
    world.activate('d1', 'a', null);
    world.release('d1', 'device');
    world.activate('d2', 'a', null);
    expect(world.running('a')).toBe(2);
  });
});
