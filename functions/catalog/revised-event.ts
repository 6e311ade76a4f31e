import type { Detail, LicenseEvent } from '../core/event.ts';

/** A new revision, for the audit (R14.1): what the revisions hold stands in the catalog for ever. */
export function revisedEvent(
  type: 'product.changed' | 'plan.changed',
  data: Readonly<Record<string, Detail>>,
  current: number,
): Omit<LicenseEvent, 'license'> {
  return { type, data, before: { revision: current }, after: { revision: current + 1 } };
}
