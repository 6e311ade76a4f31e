import type { Instant } from '../core/instant.ts';
import type { License, LicenseDetails } from '../core/license.ts';
import { type Licenses, settleStart } from '../core/take-over.ts';
import { detailsKey, licenseKey } from './keys.ts';
import { readDetails } from './license-item.ts';
import type { LicenseReader } from './licenses.ts';
import { readItems } from './read.ts';
import { readSurroundings } from './surroundings.ts';

/** A license as it stands at an instant, whether or not anybody has persisted it (R2.6). */
export interface SettledLicense {
  /** With its start settled (R6.4) and exact counters of its seats. */
  readonly license: License;
  /** As the table has it: what a write must hold on to. */
  readonly asRead: License;
  readonly details: LicenseDetails | null;
}

/** Reads one license, strongly; null when there is none. */
export async function readSettled(reader: LicenseReader, id: string, now: Instant): Promise<SettledLicense | null> {
  const whole = await reader.readWhole(id, true);
  if (whole === null) return null;
  const around = await readSurroundings(reader, new Map([[id, whole.license]]), [id], true);
  return { license: settleStart(whole.license, around, now), asRead: whole.license, details: whole.details };
}

/** Reads licenses for a list, strongly and in their order; those that do not exist are left out. */
export async function readSettledList(
  reader: LicenseReader,
  ids: readonly string[],
  now: Instant,
): Promise<readonly SettledLicense[]> {
  const items = await readItems(
    reader.database,
    ids.flatMap((id) => [licenseKey(id), detailsKey(id)]),
    true,
  );
  const read = await reader.fromItems(items, ids);
  const around: Licenses = await readSurroundings(reader, read, ids, true);
  const counted = await reader.withShards(read);
  return ids.flatMap((id) => {
    const asRead = counted.get(id);
    if (asRead === undefined) return [];
    const item = items.get(detailsKey(id));
    const details = item === undefined ? null : readDetails(item);
    return [{ license: settleStart(asRead, around, now), asRead, details }];
  });
}
