import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { License } from '../../functions/core/license.ts';
import { isPaid } from '../../functions/core/plan.ts';
import { countPool } from '../../functions/core/seat-pool.ts';
import { settleSlot } from '../../functions/core/take-over.ts';
import { endOf, naturalEnd } from '../../functions/core/term.ts';
import { DEVICES, type Ids, play, type Step, sold, step } from '../support/core-histories.ts';
import { CoreWorld } from '../support/core-world.ts';
import { PRODUCTS } from '../support/states.ts';

const histories = fc.array(step, { maxLength: 40, size: 'max' });
const RUNS = { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 200) };

/** Plays a history and calls back after every step. */
function follow(steps: readonly Step[], check: (world: CoreWorld, ids: Ids) => void): CoreWorld {
  const world = new CoreWorld(sold());
  const ids: Ids = new Map();
  for (const one of steps) {
    play(world, ids, one);
    check(world, ids);
  }
  return world;
}

function inForce(world: CoreWorld, device: string) {
  return settleSlot(world.slot(device), world.licenses, PRODUCTS, world.now).slot.inForce;
}

describe('the rules together, over random histories', () => {
  test('R4 used seats = listed seats ≤ limit, and every listed seat is of an activation or held', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        follow(steps, ({ licenses, seats, slots, now }) => {
          const listed = new Map<string, number>();
          for (const { license, seatClass, heldUntil } of seats.values()) {
            const name = `${license} ${seatClass}`;
            if (heldUntil === null || heldUntil > now) listed.set(name, (listed.get(name) ?? 0) + 1);
          }
          const wrong = [...licenses.values()].flatMap(({ id, seats: pools }) =>
            Object.entries(pools).filter(([seatClass, pool]) => {
              const used = countPool(pool, now);
              return used !== (listed.get(`${id} ${seatClass}`) ?? 0) || used > (pool.counter.limit ?? Infinity);
            }),
          );
          expect(wrong).toEqual([]);
          const activations = [...slots.values()].flatMap(({ device, inForce: active, reserve }) =>
            [active, reserve].flatMap((holding) =>
              Object.values(holding?.activations ?? {}).map(
                ({ nonce }) => `${device} ${holding?.license} ${nonce} ${holding === active ? 'active' : 'reserve'}`,
              ),
            ),
          );
          const seated = [...seats.values()].filter(({ heldUntil }) => heldUntil === null);
          expect(
            seated.map(({ device, license, nonce, role }) => `${device} ${license} ${nonce} ${role}`).sort(),
          ).toEqual(activations.sort());
        });
      }),
      RUNS,
    );
  });

  test('R2.2 R2.7 one startedAt per license, and nothing but revocation ends a term sooner', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const known = new Map<string, License>();
        follow(steps, (world) => {
          for (const id of world.licenses.keys()) {
            const license = world.settled(id);
            const before = known.get(id);
            expect(license.startedAt).toBe(before?.startedAt ?? license.startedAt);
            const least = before === undefined ? 0 : (naturalEnd(before) ?? Infinity);
            expect(naturalEnd(license) ?? Infinity).toBeGreaterThanOrEqual(least);
            if (license.startedAt !== null) known.set(id, license);
          }
        });
      }),
      RUNS,
    );
  });

  test('R5 no device ever has two trials of a family, nor a trial after a paid license', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const had = new Map<string, string[]>();
        follow(steps, (world) => {
          for (const device of DEVICES) {
            const current = inForce(world, device)?.license;
            const past = had.get(device) ?? [];
            if (current === undefined || past.at(-1) === current) continue;
            const forbids = (id: string) => {
              const { kind } = world.settled(id).plan;
              return isPaid(kind) || (kind === 'trial' && id !== current);
            };
            expect(world.settled(current).plan.kind === 'trial' ? past.filter(forbids) : []).toEqual([]);
            had.set(device, [...past, current]);
          }
        });
      }),
      RUNS,
    );
  });

  test('R6.3 R6.4 a take-over starts at the end of the one before, once; an ended license never returns', () => {
    let takeOvers = 0;
    fc.assert(
      fc.property(histories, (steps) => {
        const world = follow(steps, (at) => {
          for (const device of DEVICES) {
            const { takeOver } = settleSlot(at.slot(device), at.licenses, PRODUCTS, at.now);
            if (takeOver === null) continue;
            const front = at.settled(takeOver.from);
            expect([endOf(front), ...front.pastEnds]).toContain(takeOver.at);
            const start = at.settled(takeOver.to).startedAt;
            expect(start).not.toBeNull();
            expect(start).toBeLessThanOrEqual(takeOver.at);
          }
        });
        const done = world.events.filter(({ type, dueAt }) => type === 'reserve.activated' && dueAt !== undefined);
        for (const { dueAt, license, data } of done) {
          const { from } = data ?? {};
          const front = world.settled(typeof from === 'string' ? from : '');
          expect([endOf(front), naturalEnd(front), ...front.pastEnds]).toContain(dueAt);
          expect(world.settled(license).startedAt).toBeLessThanOrEqual(dueAt ?? 0);
        }
        takeOvers += done.length;
        expect(new Set(done.map((event) => JSON.stringify(event))).size).toBe(done.length);
      }),
      RUNS,
    );
    // The worlds really hand over: a property over nothing holds always.
    expect(takeOvers).toBeGreaterThan(RUNS.numRuns / 40);
  });

  test('R6.4 R6.5 the sweep knows of every waiting reserve, and every unstarted one how many slots it waits in', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        follow(steps, ({ slots, waits, licenses }) => {
          const waiting = [...slots.values()].flatMap(({ device, inForce: active, reserve }) =>
            active && reserve ? [{ device, front: active.license, behind: reserve.license }] : [],
          );
          expect([...waits].sort()).toEqual(waiting.map(({ front, device }) => `${front} ${device}`).sort());
          for (const { id, startedAt, fronts } of licenses.values()) {
            const mine = waiting.filter(({ behind }) => behind === id);
            const counted = Object.groupBy(mine, ({ front }) => front);
            const expected = Object.entries(counted).map(([front, all]) => [front, all?.length]);
            const known = Object.entries(fronts).map(([front, { slots: count }]) => [front, count]);
            expect(new Map(known as never)).toEqual(new Map((startedAt === null ? expected : []) as never));
          }
        });
      }),
      RUNS,
    );
  });

  test('docs/api.md: verdict by id and by code agree for what is on the device', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        follow(steps, (world) => {
          for (const device of DEVICES) {
            for (const holding of [world.slot(device).inForce, world.slot(device).reserve]) {
              for (const { nonce } of Object.values(holding?.activations ?? {})) {
                const license = holding?.license ?? '';
                const byId = world.validate(device, { license, nonce });
                const byCode = world.validate(device, { license, nonce: null });
                expect([byId.verdict, byId.role, byId.license]).toEqual([byCode.verdict, byCode.role, byCode.license]);
              }
            }
          }
        });
      }),
      RUNS,
    );
  });
});
