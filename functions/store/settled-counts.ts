import type { Instant } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import { mayHandOver, withoutTakenOver } from '../core/seats-taken-over.ts';
import type { Key } from './keys.ts';
import type { LicenseReader } from './licenses.ts';
import { licensesOf, readProductsOf, readSurroundings } from './surroundings.ts';
import { MAX_PAGES } from './take-overs.ts';
import { readWaitingSlots, readWaits, type WaitPage } from './waits.ts';

/**
 * The license with its seats counted as they stand, whether or not anybody has persisted the take-overs behind it
 * (R2.6, R6.5). It costs further reads only from the end of a license until the sweep has been there, and while a reserve
 * whose turn has come may not take over; a bounded number of them (R4.5). For answers alone: what is written starts from
 * the license as it was read.
 */
export async function countSettledSeats(reader: LicenseReader, license: License, now: Instant): Promise<License> {
  if (!mayHandOver(license, now)) return license;
  let counted = license;
  let after: Key | null = null;
  for (let pages = 0; pages === 0 || (after !== null && pages < MAX_PAGES); pages += 1) {
    const page: WaitPage = await readWaits(reader.database, license.id, after);
    const slots = await readWaitingSlots(reader.database, page.waits);
    const [licenses, products] = await Promise.all([
      readSurroundings(reader, new Map([[license.id, license]]), licensesOf(slots), true),
      readProductsOf(reader, slots, [], now),
    ]);
    counted = withoutTakenOver(counted, slots, { licenses, products, now });
    after = page.next;
  }
  return counted;
}
