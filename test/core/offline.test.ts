import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorClock, CLOCK_TOLERANCE, readClock } from '../../functions/core/client-clock.ts';
import { decideOffline } from '../../functions/core/offline.ts';
import { decisionVectors } from '../vectors/decision-vectors.ts';
import { CLAIMS, START } from '../vectors/lease-vectors.ts';
import { clockVectors, playClock } from '../vectors/time-vectors.ts';

describe('the decision table of clients', () => {
  it.each(decisionVectors)('$name', ({ facts, decision }) => {
    expect(decideOffline(facts)).toEqual(decision);
  });

  it('has a row in docs/offline.md for every reason, with its outcome and in its order', () => {
    const text = readFileSync(new URL('../../docs/offline.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| \d+ +\|.*\| `(\w+)` +\| (\w+) +\| (yes|no) +\|$/gm)];
    const documented = rows.map(([, reason, run, online]) => `${reason} ${run} ${online}`);
    const decided = decisionVectors.map(
      ({ decision: { reason, run, goOnline } }) => `${reason} ${run} ${goOnline ? 'yes' : 'no'}`,
    );
    expect(documented.toSorted()).toEqual([...new Set(decided)].sort());
    expect(documented[0]).toBe('refused off no');
    expect(documented.at(-1)).toBe('licensed full no');
  });

  it('trouble alone never locks out before the end of the lease: until then only the clock or content can', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: CLAIMS.exp * 1000 - START - 1 }), (offset) => {
        const clock = { now: START + offset, setBack: false };
        const { run } = decideOffline({
          activated: true,
          lease: CLAIMS,
          clock,
          lastWord: { kind: 'none' },
          contentDate: null,
        });
        expect(run).toBe('full');
      }),
    );
  });

  it('nothing runs from the end of the lease on', () => {
    fc.assert(
      fc.property(fc.integer({ min: CLAIMS.exp * 1000, max: 4e12 }), fc.boolean(), fc.boolean(), (now, setBack, no) => {
        const lastWord = no ? ({ kind: 'no', verdict: 'EXPIRED' } as const) : ({ kind: 'none' } as const);
        const facts = { activated: true, lease: CLAIMS, clock: { now, setBack }, lastWord, contentDate: null };
        expect(decideOffline(facts).run).toBe('off');
      }),
    );
  });
});

describe("the client's clock", () => {
  it.each(clockVectors)('$name', (vector) => {
    expect(playClock(vector)).toEqual(vector.readings);
  });

  it('never goes back, whatever the local clock does, nor behind the last signed time', () => {
    const readings = fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: 1 });
    fc.assert(
      fc.property(readings, (offsets) => {
        let memory = anchorClock(START, START, START);
        let last = START;
        for (const offset of offsets) {
          const reading = readClock(memory, START + offset);
          expect(reading.now).toBeGreaterThanOrEqual(last);
          last = reading.now;
          memory = reading.memory;
        }
      }),
    );
  });

  it('a clock is refused as soon as its steps back exceed the tolerance together, however many they are', () => {
    const steps = fc.array(fc.tuple(fc.nat(1e8), fc.nat(1e8)), { minLength: 1 });
    fc.assert(
      fc.property(steps, (moves) => {
        let memory = anchorClock(START, START, START);
        // Real time passes while the application is closed; then the clock is set back by some of it.
        let [real, local] = [START, START];
        let setBackBy = 0;
        for (const [passed, back] of moves) {
          real += passed;
          const step = Math.min(back, passed + CLOCK_TOLERANCE);
          setBackBy += Math.max(0, step - passed);
          local += passed - step;
          const reading = readClock(memory, local);
          memory = reading.memory;
          expect(reading.setBack).toBe(setBackBy > CLOCK_TOLERANCE);
          expect(reading.now).toBeLessThanOrEqual(real);
        }
      }),
    );
  });
});
