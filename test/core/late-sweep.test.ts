import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countPool } from '../../functions/core/seat-pool.ts';
import { expiresAt } from '../../functions/core/term.ts';
import { DEVICES, type Ids, play, sold, step } from '../support/core-histories.ts';
import { CoreWorld } from '../support/core-world.ts';

const RUNS = { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 200) };

const histories = fc.array(step, { maxLength: 40, size: 'max' });

/** Everything that anybody can see of a world: licenses, seats, and the answer to every id that was ever given out. */
function seen(world: CoreWorld, ids: Ids): unknown {
  const answers = DEVICES.flatMap((device) =>
    (ids.get(device) ?? []).map((id) => {
      const { transition: _written, license, reserve, ...answer } = world.validate(device, id);
      return { ...answer, license: license?.id, startedAt: license?.startedAt, reserve: reserve?.id };
    }),
  );
  const licenses = [...world.licenses.keys()].map((id) => {
    const { startedAt, seats } = world.settled(id);
    const used = Object.values(seats).map((pool) => countPool(pool, world.now));
    return { id, startedAt, expiresAt: expiresAt(world.settled(id)), used: startedAt === null ? used : null };
  });
  return { answers, licenses };
}

/** What time alone has brought about, by name and instant. */
function dueEvents(world: CoreWorld): readonly string[] {
  const due = world.events.filter(({ dueAt, type }) => dueAt !== undefined && type !== 'seat.freed');
  return due.map(({ type, license, dueAt, data }) => JSON.stringify([type, license, dueAt, data ?? null])).sort();
}

describe('R2.6 a sweep that is late, dead or doubled', () => {
  test('R2.6 R6.5 changes no answer: a world that is swept and one that is not answer alike at every step', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const [swept, unswept] = [new CoreWorld(sold()), new CoreWorld(sold())];
        const [ids, other]: [Ids, Ids] = [new Map(), new Map()];
        for (const one of steps) {
          const answer = play(swept, ids, one);
          expect(one.do === 'sweep' ? answer : play(unswept, other, one)).toEqual(answer);
          expect(seen(unswept, other)).toEqual(seen(swept, ids));
        }
      }),
      RUNS,
    );
  });

  test('R13.1 afterwards every due event was emitted exactly once, and none was skipped', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const [swept, unswept] = [new CoreWorld(sold()), new CoreWorld(sold())];
        const [ids, other]: [Ids, Ids] = [new Map(), new Map()];
        for (const one of steps) {
          play(swept, ids, one);
          swept.sweep();
          if (one.do !== 'sweep') play(unswept, other, one);
        }
        swept.sweep();
        unswept.sweep();
        unswept.sweep();
        const events = dueEvents(swept);
        expect(new Set(events).size).toBe(events.length);
        expect(dueEvents(unswept)).toEqual(events);
      }),
      RUNS,
    );
  });
});
