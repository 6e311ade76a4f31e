import type { EventType } from '../../functions/core/event.ts';
import type { License } from '../../functions/core/license.ts';
import type { PublishedEvent } from '../../functions/publish/outgoing.ts';
import type { EventSink } from '../../functions/publish/sink.ts';
import type { Service } from '../../functions/service.ts';
import { commit } from '../../functions/store/commit.ts';
import { licenseKey } from '../../functions/store/keys.ts';
import { writeLicense } from '../../functions/store/license-item.ts';
import { chunksOf } from '../../functions/store/parallel.ts';
import { transact } from '../../functions/store/transaction.ts';
import { aLicense } from './states.ts';

/** Puts a license that has counted no audit entry yet. */
export async function putBareLicense({ ledger }: Service, id: string): Promise<License> {
  const license = aLicense({ id });
  await transact(ledger, [{ put: licenseKey(id), item: writeLicense(license) }]);
  return license;
}

/** Commits an audit entry for each reason, `together` of them in a transaction. */
export async function recordEntries(
  service: Service,
  license: License,
  reasons: readonly string[],
  type: EventType = 'license.extended',
  together = 1,
): Promise<void> {
  const nothing = { slots: [], seats: [], waits: { put: [], remove: [] } };
  const licenses = [{ before: license, after: license, guarded: false }];
  const authorship = { actor: 'support', requestId: 'request-1', now: service.clock() };
  for (const part of chunksOf(reasons, together)) {
    const details = { data: { days: 30 }, after: { expiresAt: service.clock() } };
    const events = part.map((reason) => ({ type, license: license.id, reason, ...details }));
    await commit(service.ledger, { ...nothing, licenses, events }, authorship);
  }
}

/** A sink that keeps what it takes and fails when it is told to. */
export class KeepingSink implements EventSink {
  readonly name: string;
  readonly events: PublishedEvent[] = [];
  /** Licenses whose events it refuses. */
  readonly refused = new Set<string>();

  constructor(name = 'kept') {
    this.name = name;
  }

  async send(events: readonly PublishedEvent[]): Promise<void> {
    if (events.some(({ licenseId }) => this.refused.has(licenseId))) throw new Error('refused');
    this.events.push(...events);
  }

  /** Sequences of a license's events, in the order in which they first came. */
  sequencesOf(license: string): readonly number[] {
    const of = this.events.filter(({ licenseId }) => licenseId === license);
    return [...new Set(of.map(({ sequence }) => sequence))];
  }
}

/** Names for so many entries. */
export function reasonsTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `reason ${at + 1}`);
}
