import { openDirectory } from '../../functions/runtime/object-files.ts';
import { openBucket } from '../../functions/runtime/object-store.ts';
import { type AnchorCheck, checkAnchor } from '../../functions/store/anchor-check.ts';
import { openDatabase, type TableLocation } from '../../functions/store/client.ts';

const BUCKET = 's3://';

/**
 * Compares licenses with the anchors of past days, by reading table and anchors without the service: whoever could change
 * the one might be the one who answers for it.
 * @param anchors `s3://BUCKET`, or a directory such as the local service's
 */
export function openAnchorCheck(
  location: TableLocation,
  anchors: string,
  region: string,
): (license: string) => Promise<AnchorCheck> {
  const database = openDatabase(location);
  const store = anchors.startsWith(BUCKET)
    ? openBucket({ bucket: anchors.slice(BUCKET.length), region })
    : openDirectory(anchors);
  return (license) => checkAnchor(database, store, license);
}
