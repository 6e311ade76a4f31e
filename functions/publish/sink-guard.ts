import type { EventSink } from './sink.ts';

/** Milliseconds of failing in a row after which a sink counts as dead for the rest of a run. */
const PATIENCE = 20_000;

/** A sink that a run offers nothing more. */
class SinkDead extends Error {
  override readonly name = 'SinkDead';
}

/**
 * Guards a run against a sink that takes its time to fail: many licenses would wait for its time-outs one after the
 * other, and other sinks with them. A sink that fails fast, such as over one event that it never takes, costs nothing
 * and is offered the events of every other license.
 */
export function guardSink(sink: EventSink, elapsed = () => performance.now()): EventSink {
  let wasted = 0;
  return {
    name: sink.name,
    send: async (events) => {
      if (wasted > PATIENCE) throw new SinkDead(`${sink.name} keeps failing`);
      const begun = elapsed();
      try {
        await sink.send(events);
        wasted = 0;
      } catch (fault) {
        wasted += elapsed() - begun;
        throw fault;
      }
    },
  };
}
