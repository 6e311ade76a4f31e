import { cutBatches } from './entry-batches.ts';
import { callService, endpointOf, readJsonAnswer, ServiceCallFailed } from './service-call.ts';

/** Limits of PutEvents: 256 KB with what the service counts beside the details. */
const LIMITS = { entries: 10, bytes: 200_000 };

const ROUNDS = 3;

/** `source` of every event on the bus, for rules to match. */
const EVENT_SOURCE = 'latchkey';

/** An EventBridge bus. */
export interface BusLocation {
  readonly bus: string;
  readonly region: string;
  /** Another endpoint than the region's; in tests. */
  readonly origin?: string;
}

/** What the bus gets. */
export interface BusEvent {
  /** `detail-type`, such as `license.activated`. */
  readonly type: string;
  /** The event as JSON. */
  readonly detail: string;
  /** RFC 3339. */
  readonly at: string;
}

/**
 * Puts events on the bus. It may show an event twice and in another order, so that they carry their id and sequence.
 * @throws ServiceCallFailed when some were not taken
 */
export async function putOnBus(location: BusLocation, events: readonly BusEvent[]): Promise<void> {
  for (const batch of cutBatches(events, LIMITS, ({ detail }) => detail)) await putBatch(location, batch);
}

async function putBatch({ bus, region, origin }: BusLocation, events: readonly BusEvent[]): Promise<void> {
  let left = events.map(({ type, detail, at }) => ({
    Source: EVENT_SOURCE,
    DetailType: type,
    Detail: detail,
    EventBusName: bus,
    Time: Math.floor(Date.parse(at) / 1000),
  }));
  for (let round = 0; left.length > 0; round += 1) {
    if (round === ROUNDS) throw new ServiceCallFailed(`events did not take ${left.length} events`);
    const answer = await callService({
      origin: origin ?? endpointOf('events', region),
      region,
      service: 'events',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
      body: JSON.stringify({ Entries: left }),
    });
    const { Entries } = readJsonAnswer('events', answer);
    const results: readonly unknown[] = Array.isArray(Entries) ? Entries : [];
    // The results stand in the order of the entries.
    left = left.filter((_, index) => !wasTaken(results[index]));
  }
}

function wasTaken(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'EventId' in result && typeof result.EventId === 'string';
}
