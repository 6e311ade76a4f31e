import { createHash } from 'node:crypto';
import { callService, ServiceCallFailed } from './service-call.ts';

/** Keeps texts under names for ever: a name that has a text never gets another one. */
export interface ObjectStore {
  /**
   * @returns false when there is a text of that name already, whatever it is
   * @throws when nobody can tell, as when another one is being written
   */
  putNew(name: string, text: string): Promise<boolean>;
  /** @returns null when there is none */
  get(name: string): Promise<string | null>;
}

/** An S3 bucket, which locks its objects by itself (its default retention). */
export interface BucketLocation {
  readonly bucket: string;
  readonly region: string;
  /** Another endpoint than the bucket's; in tests. */
  readonly origin?: string;
}

/** Objects in S3. Names are of letters, digits, `-`, `.`, `_` and `/`. */
export function openBucket({ bucket, region, origin }: BucketLocation): ObjectStore {
  const suffix = region.startsWith('cn-') ? '.cn' : '';
  const at = origin ?? `https://${bucket}.s3.${region}.amazonaws.com${suffix}`;
  const call = (method: 'GET' | 'PUT', name: string, body: string, headers: Record<string, string>) =>
    callService({
      origin: at,
      region,
      service: 's3',
      method,
      path: `/${name}`,
      headers: { ...headers, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
      body,
    });
  return {
    putNew: async (name, text) => {
      // A bucket with object lock demands a checksum; `if-none-match` keeps the first of two.
      const checksum = createHash('sha256').update(text).digest('base64');
      const { status } = await call('PUT', name, text, {
        'content-type': 'application/json',
        'if-none-match': '*',
        'x-amz-checksum-sha256': checksum,
      });
      if (status === 200) return true;
      if (status === 412) return false;
      // Also 409, two writes at once: which of them was kept, if any, shows later.
      throw new ServiceCallFailed(`s3 answered ${status}`);
    },
    get: async (name) => {
      const { status, text } = await call('GET', name, '', {});
      if (status === 200) return text;
      if (status === 404) return null;
      throw new ServiceCallFailed(`s3 answered ${status}`);
    },
  };
}
