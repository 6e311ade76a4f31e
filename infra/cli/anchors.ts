import { openDirectory } from '../../functions/runtime/object-files.ts';
import { openBucket } from '../../functions/runtime/object-store.ts';
import { type AnchorCheck, type Anchors, checkAnchor, readAnchors } from '../../functions/store/anchor-check.ts';
import { openDatabase, type TableLocation } from '../../functions/store/client.ts';
import { withRetries } from '../../functions/store/retry.ts';

const BUCKET = 's3://';

/** Anchors of past days, and how the chains in the table compare with them. */
export interface AnchorReader extends Anchors {
  check(license: string): Promise<AnchorCheck>;
}

/**
 * Opens the anchors of past days, without asking the service: whoever could change the table might be the one who answers.
 * @param anchors `s3://BUCKET`, or a directory such as the local service's
 * @param wanted the licenses that are asked about; null for all
 */
export async function openAnchors(
  location: TableLocation,
  { anchors, region, wanted }: { anchors: string; region: string; wanted: ReadonlySet<string> | null },
): Promise<AnchorReader> {
  const database = openDatabase(location);
  const store = anchors.startsWith(BUCKET)
    ? openBucket({ bucket: anchors.slice(BUCKET.length).replace(/\/+$/, ''), region })
    : openDirectory(anchors);
  const found = await withRetries(() => readAnchors(store, Date.now(), wanted));
  return { ...found, check: (license) => withRetries(() => checkAnchor(database, found, license)) };
}
