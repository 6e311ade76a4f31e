import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAdjustableClock } from '../../functions/runtime/clock.ts';
import { createSequence } from '../../functions/runtime/sequence.ts';

describe('the adjustable clock', () => {
  it('ticks with its base, also after being advanced', () => {
    let time = 1000;
    const clock = createAdjustableClock(() => time);
    expect(clock.now()).toBe(1000);
    clock.advance(86_400);
    time = 1500;
    expect(clock.now()).toBe(86_401_500);
    clock.advance(-86_400);
    expect(clock.now()).toBe(1500);
  });

  it('stands still when frozen, moves when advanced, and goes back to its base', () => {
    let time = 1000;
    const clock = createAdjustableClock(() => time);
    clock.freezeAt(5000);
    time = 2000;
    expect(clock.now()).toBe(5000);
    clock.advance(0.5);
    time = 3000;
    expect(clock.now()).toBe(5500);
    clock.reset();
    expect(clock.now()).toBe(3000);
  });
});

describe('the sequence of leases', () => {
  it('grows strictly under a clock that runs, stands or goes back, and stays a safe integer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9e12 }), { minLength: 2 }), (instants) => {
        const next = createSequence();
        const sequence = instants.map((instant) => next(instant));
        for (const [index, value] of sequence.entries()) {
          expect(Number.isSafeInteger(value)).toBe(true);
          expect(value).toBeGreaterThan(sequence[index - 1] ?? -1);
        }
      }),
    );
  });

  it('orders the leases of two processes by server time', () => {
    const [one, other] = [createSequence(), createSequence()];
    for (let count = 0; count < 900; count += 1) {
      one(1_000_000);
    }
    expect(other(1_000_001)).toBeGreaterThan(one(1_000_000));
  });
});
