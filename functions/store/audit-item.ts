import type { LicenseEvent } from '../core/event.ts';
import type { Instant } from '../core/instant.ts';
import type { Plain } from './attribute.ts';
import { auditKey, outboxPartition, sortableInstant } from './keys.ts';
import { type PlainItem, readMap, readNumber, readOptionalNumber, readOptionalText, readText } from './read-plain.ts';

/** Who changes something, in which request, and when (R14.1). */
export interface Authorship {
  readonly actor: string;
  readonly requestId: string;
  readonly now: Instant;
}

/** An audit entry as it is stored: a license event with its authorship, and its place in the sealed chain. */
export interface AuditEntry extends LicenseEvent, Omit<Authorship, 'now'> {
  readonly id: string;
  readonly at: Instant;
  /** Orders entries of one license by commit, as well as clocks can; the sealed sequence is what counts. */
  readonly order: number;
  readonly sealed: { readonly sequence: number; readonly hash: string } | null;
}

/** The item of a new entry: it waits in the outbox until it is sealed and published. */
export function writeAuditEntry(entry: AuditEntry): { [name: string]: Plain } {
  const { pk, sk } = auditKey(entry.license, entry.order, entry.id);
  return {
    ...writeContent(entry),
    dueP: outboxPartition(entry.license),
    dueS: `${sortableInstant(entry.at)}#${pk}#${sk}`,
  };
}

/** What the hash of an entry covers: all of it but its place in the outbox. */
function writeContent(entry: AuditEntry): { [name: string]: Plain } {
  return {
    e: entry.id,
    y: entry.type,
    t: entry.at,
    w: entry.order,
    a: entry.actor,
    q: entry.requestId,
    u: entry.dueAt,
    r: entry.reason,
    d: entry.data,
    b: entry.before,
    f: entry.after,
  };
}

export function readAuditEntry(license: string, item: PlainItem): AuditEntry {
  const dueAt = readOptionalNumber(item, 'u');
  const reason = readOptionalText(item, 'r');
  const sequence = readOptionalNumber(item, 's');
  return {
    license,
    id: readText(item, 'e'),
    type: readText(item, 'y') as AuditEntry['type'],
    at: readNumber(item, 't'),
    order: readNumber(item, 'w'),
    actor: readText(item, 'a'),
    requestId: readText(item, 'q'),
    ...(dueAt !== null && { dueAt }),
    ...(reason !== null && { reason }),
    ...(item.d !== undefined && { data: readMap(item, 'd') as NonNullable<LicenseEvent['data']> }),
    ...(item.b !== undefined && { before: readMap(item, 'b') as NonNullable<LicenseEvent['before']> }),
    ...(item.f !== undefined && { after: readMap(item, 'f') as NonNullable<LicenseEvent['after']> }),
    sealed: sequence === null ? null : { sequence, hash: readText(item, 'h') },
  };
}
