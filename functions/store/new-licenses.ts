import type { LicenseEvent } from '../core/event.ts';
import type { License, LicenseDetails } from '../core/license.ts';
import type { PepperedHash } from '../runtime/hashing.ts';
import type { Authorship } from './audit-item.ts';
import { type Put, putItems } from './batch-write.ts';
import { codeWrite } from './code-item.ts';
import { type Ledger, writesOf } from './commit.ts';
import { writeShard } from './counter-item.ts';
import { codeKey, counterShardKey, detailsKey, licenseKey } from './keys.ts';
import { writeDetails, writeLicense } from './license-item.ts';
import { chunksOf, forEachAtMost } from './parallel.ts';
import { readItems } from './read.ts';
import { withRetries } from './retry.ts';
import { isNew, MAX_WRITES, transact, type Write } from './transaction.ts';

/** A license that is to be written, with all that belongs to it. */
export interface NewLicense {
  readonly license: License;
  readonly details: LicenseDetails;
  /** Its code under the current pepper (R1.5). */
  readonly code: PepperedHash;
  /** `pointerWrites` of it. */
  readonly pointers: readonly Write[];
  readonly event: LicenseEvent;
}

/** License, code and audit entry are written together. */
const WRITES_EACH = 3;
const TRANSACTIONS_AT_ONCE = 4;

/**
 * Writes new licenses so that a repeat after any failure ends in the same table. What nobody can look for without the
 * license is put first, in batches; then each license appears at once, together with its code and its audit entry, unless
 * it is there already. So a license that exists is complete, is never written over, and has one entry `issued` (R14.1).
 * @param resumed whether somebody may have begun this before
 * @returns ids of licenses that were not written, because their code leads to another license
 */
export async function writeNewLicenses(
  ledger: Ledger,
  licenses: readonly NewLicense[],
  authorship: Authorship,
  resumed: boolean,
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  const missing = resumed ? await findMissing(ledger, licenses, taken) : licenses;
  await putItems(ledger, missing.flatMap(itemsBeside));
  const chunks = chunksOf(missing, Math.floor(MAX_WRITES / WRITES_EACH));
  await forEachAtMost(chunks, TRANSACTIONS_AT_ONCE, (chunk) =>
    withRetries(async (again) => {
      const left = again ? await findMissing(ledger, chunk, taken) : chunk;
      await transact(
        ledger,
        left.flatMap((one) => writesFor(ledger, one, authorship)),
      );
    }),
  );
  return taken;
}

/** The licenses that are not there yet and whose code is free; those whose code is not are added to `taken`. */
async function findMissing(
  ledger: Ledger,
  licenses: readonly NewLicense[],
  taken: Set<string>,
): Promise<readonly NewLicense[]> {
  const keys = licenses.map(({ code }) => codeKey(code.version, code.hash));
  const items = await readItems(ledger, [...keys, ...licenses.map(({ license }) => licenseKey(license.id))], true);
  return licenses.filter(({ license, code }) => {
    if (items.get(licenseKey(license.id)) !== undefined) return false;
    if (items.get(codeKey(code.version, code.hash)) === undefined) return true;
    taken.add(license.id);
    return false;
  });
}

/** Details, pointers and the counters of large classes. */
function itemsBeside({ license, details, pointers }: NewLicense): readonly Put[] {
  const shards = Object.entries(license.seats).flatMap(([seatClass, pool]) =>
    pool.shards.map((shard, index) => ({
      put: counterShardKey(license.id, seatClass, index),
      item: writeShard(shard),
    })),
  );
  return [
    { put: detailsKey(license.id), item: writeDetails(details) },
    ...pointers.filter((write) => 'put' in write),
    ...shards,
  ];
}

function writesFor(ledger: Ledger, { license, code, event }: NewLicense, authorship: Authorship): readonly Write[] {
  const nothing = { slots: [], licenses: [], seats: [], waits: { put: [], remove: [] } };
  return [
    // Of two imports of one key at once the second finds it taken.
    codeWrite(license, code),
    // A repeat never undoes what was done to the license meanwhile. It counts its one audit entry (R14.1).
    { put: licenseKey(license.id), item: { ...writeLicense(license), c: 1 }, expression: isNew() },
    ...writesOf(ledger.entries, { ...nothing, events: [event] }, authorship),
  ];
}
