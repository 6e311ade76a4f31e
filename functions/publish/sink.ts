import type { PublishedEvent } from './outgoing.ts';

/** Where events go. */
export interface EventSink {
  /** Stands in the table while another sink fails, so it must stay the same. */
  readonly name: string;
  /**
   * Takes events of one license, in the order of their sequence. An event may come again (R14.2).
   * @throws when it has not taken all of them; then they stay in the outbox for this sink
   */
  send(events: readonly PublishedEvent[]): Promise<void>;
}
