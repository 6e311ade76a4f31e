import type { Instant } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import { mayHandOver, withoutTakenOver } from '../core/seats-taken-over.ts';
import { slotKey } from './keys.ts';
import type { LicenseReader } from './licenses.ts';
import { readItems } from './read.ts';
import { readSlot } from './slot-item.ts';
import { licensesOf, readProductsOf, readSurroundings } from './surroundings.ts';
import { readWaits } from './waits.ts';

/**
 * The license with its seats counted as they stand, whether or not anybody has persisted the take-overs behind it
 * (R2.6, R6.5). It costs further reads only from the end of a license until the sweep has been there. For answers alone:
 * what is written starts from the license as it was read.
 */
export async function countStandingSeats(reader: LicenseReader, license: License, now: Instant): Promise<License> {
  if (!mayHandOver(license, now)) return license;
  let counted = license;
  let page: Awaited<ReturnType<typeof readWaits>> | null = null;
  do {
    page = await readWaits(reader.database, license.id, page?.next ?? null);
    const keys = page.waits.map(({ device, family }) => slotKey(device, family));
    const items = await readItems(reader.database, keys, true);
    const slots = page.waits.flatMap(({ device, family }) => {
      const item = items.get(slotKey(device, family));
      return item === undefined ? [] : [readSlot(device, family, item)];
    });
    const [licenses, products] = await Promise.all([
      readSurroundings(reader, new Map([[license.id, license]]), licensesOf(slots), true),
      readProductsOf(reader, slots, [], now),
    ]);
    counted = withoutTakenOver(counted, slots, { licenses, products, now });
  } while (page.next !== null);
  return counted;
}
