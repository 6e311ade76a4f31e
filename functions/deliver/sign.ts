import { createHmac } from 'node:crypto';
import { SECOND } from '../core/instant.ts';

/** What is signed of a delivery. */
export interface Signed {
  readonly id: string;
  readonly body: string;
  /** When this try is made, in epoch milliseconds of the machine's clock: receivers compare it with theirs. */
  readonly at: number;
}

/**
 * The headers of Standard Webhooks: a receiver checks with any of its libraries that the delivery is ours, and that it is
 * fresh; each try is signed anew.
 *
 * @param secret the bytes behind `whsec_`
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signDelivery(secret: Uint8Array, { id, body, at }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(at / SECOND));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'latchkey-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
