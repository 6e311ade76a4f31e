import type { Detail } from '../core/event.ts';
import { writeDetailInstants } from '../http/detail-instants.ts';
import { formatInstant, formatOptional } from '../http/instant.ts';
import { readAuditEntry } from '../store/audit-item.ts';
import type { EntryItem } from '../store/chain-seal.ts';

type Details = Readonly<Record<string, Detail>>;

/** An event as it leaves (R14.2): `id` is for de-duplication, `sequence` orders the events of one license. */
export interface PublishedEvent {
  readonly id: string;
  readonly type: string;
  readonly licenseId: string;
  readonly at: string;
  /** When it was due, for what time alone brings about: receivers may drop what is stale (R13.5). */
  readonly dueAt: string | null;
  readonly sequence: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly data: Details;
  readonly before: Details | null;
  readonly after: Details | null;
}

/** A sealed entry as it leaves. */
export function toPublished(license: string, item: EntryItem): PublishedEvent {
  const entry = readAuditEntry(license, item);
  return {
    id: entry.id,
    type: entry.type,
    licenseId: license,
    at: formatInstant(entry.at),
    dueAt: formatOptional(entry.dueAt ?? null),
    sequence: entry.sealed?.sequence ?? 0,
    actor: entry.actor,
    reason: entry.reason ?? null,
    data: writeDetailInstants(entry.data ?? {}),
    before: entry.before === undefined ? null : writeDetailInstants(entry.before),
    after: entry.after === undefined ? null : writeDetailInstants(entry.after),
  };
}
