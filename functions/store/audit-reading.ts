import { type AuditEntry, readAuditEntry } from './audit-item.ts';
import { ENTRIES } from './chain-link.ts';
import type { Database } from './client.ts';
import { auditKey, type Key } from './keys.ts';
import { readPage } from './read.ts';

/** A page of the audit of a license, oldest first, and where the next one begins. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
}

/**
 * Reads a page of the audit of a license, strongly.
 * @param after the place behind which the page begins, null for the first
 */
export async function readAudit(
  database: Database,
  license: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<AuditPage> {
  const { pk } = auditKey(license, 0, '');
  const start: Key | null = after === null ? null : { pk, sk: after };
  const page = await readPage(database, { pk, ...ENTRIES, after: start, limit, strong: true });
  return { entries: page.items.map((item) => readAuditEntry(license, item)), next: page.next?.sk ?? null };
}
