import type { LicenseEvent } from '../core/event.ts';
import type { Authorship } from './audit-item.ts';
import { type EntryMaker, writeEvent } from './commit.ts';
import { Expression } from './expression.ts';
import { type Key, licenseKey } from './keys.ts';
import type { Write } from './transaction.ts';

/** What is administered beside licenses; each has a chain of its own, sealed and anchored as theirs are (R14.1). */
const CHAINS = ['catalog', 'keys', 'webhooks'] as const;

type AdministrationChain = (typeof CHAINS)[number];

/** Whether a chain is no license's. Its entries are audit alone: they are no events and leave by no sink (R14.2). */
export function isAdministration(chain: string): boolean {
  return CHAINS.some((name) => name === chain);
}

/** Where the entries of a chain are counted: among the counters of a license that does not exist. */
const counterKey = (chain: AdministrationChain): Key => ({ pk: licenseKey(chain).pk, sk: 'N#entries' });

/** The writes that audit a change of the catalog, of API keys or of webhooks, for the transaction that makes it. */
export function auditAdministration(
  entries: EntryMaker,
  chain: AdministrationChain,
  event: Omit<LicenseEvent, 'license'>,
  authorship: Authorship,
): readonly Write[] {
  return [
    writeEvent(entries, { ...event, license: chain }, authorship),
    { update: counterKey(chain), expression: new Expression().add(['c'], 1) },
  ];
}
