import { type BusLocation, putOnBus } from '../runtime/event-bus.ts';
import type { EventSink } from './sink.ts';

/** Puts events on an EventBridge bus, each as the `detail` of an event of its type (R14.2). */
export function createBusSink(location: BusLocation): EventSink {
  return {
    name: 'bus',
    send: (events) =>
      putOnBus(
        location,
        events.map((event) => ({ type: event.type, at: event.at, detail: JSON.stringify(event) })),
      ),
  };
}
