import { describe, expect, test } from 'vitest';
import { guardSink } from '../../functions/publish/sink-guard.ts';

/** A sink that fails after so many milliseconds of a clock that nobody waits for. */
function failingAfter(milliseconds: number) {
  let now = 0;
  let asked = 0;
  let fails = true;
  const send = async () => {
    asked += 1;
    now += milliseconds;
    if (fails) throw new Error('no');
  };
  const guarded = guardSink({ name: 'sink', send }, () => now);
  return {
    offer: async (times: number) => {
      for (let at = 0; at < times; at += 1) await guarded.send([]).catch(() => null);
    },
    asked: () => asked,
    mend: () => {
      fails = false;
    },
    break: () => {
      fails = true;
    },
  };
}

describe('a run with a sink that fails', () => {
  test('R14.2 one that takes its time to fail is asked a few times only', async () => {
    const sink = failingAfter(9000);
    await sink.offer(50);
    expect(sink.asked()).toBe(3);
  });

  test('R14.2 one that fails fast is asked for every license', async () => {
    const sink = failingAfter(20);
    await sink.offer(500);
    expect(sink.asked()).toBe(500);
  });

  test('R14.2 one that takes something in between is not given up', async () => {
    const sink = failingAfter(9000);
    for (let round = 0; round < 5; round += 1) {
      sink.break();
      await sink.offer(2);
      sink.mend();
      await sink.offer(1);
    }
    expect(sink.asked()).toBe(15);
  });
});
