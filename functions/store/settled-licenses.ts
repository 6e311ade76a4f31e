import type { Instant } from '../core/instant.ts';
import type { License, LicenseDetails } from '../core/license.ts';
import { type Licenses, settleStart, startersOf } from '../core/take-over.ts';
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
  /** The licenses, as read, whose end has started it without anybody having persisted it (R6.4). */
  readonly startedBy: readonly License[];
  readonly details: LicenseDetails | null;
}

/** Reads one license, strongly; null when there is none. */
export async function readSettled(reader: LicenseReader, id: string, now: Instant): Promise<SettledLicense | null> {
  const whole = await reader.readWhole(id, true);
  if (whole === null) return null;
  const around = await readSurroundings(reader, new Map([[id, whole.license]]), [id], true);
  return { ...settle(whole.license, around, now), details: whole.details };
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
    return [{ ...settle(asRead, around, now), details }];
  });
}

function settle(asRead: License, around: Licenses, now: Instant): Omit<SettledLicense, 'details'> {
  const license = settleStart(asRead, around, now);
  const { startedAt } = license;
  const starters = license === asRead || startedAt === null ? [] : startersOf(asRead, around, startedAt);
  return { license, asRead, startedBy: starters.flatMap((id) => around.get(id) ?? []) };
}
