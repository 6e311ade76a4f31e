import { timingSafeEqual } from 'node:crypto';
import type { ReplacementTerms } from '../core/activation/command.ts';
import type { Instant } from '../core/instant.ts';
import { macUnder } from './mac.ts';
import type { Secrets } from './secrets.ts';

/** How long a confirmation is good, in milliseconds (R6.7). */
const GOOD_FOR = 15 * 60_000;

const MAC_BYTES = 32;

function macOf(secrets: Secrets, payload: Uint8Array): Buffer {
  return macUnder(secrets.device).update('latchkey/confirmation\0').update(payload).digest();
}

/** The value that a client sends back to confirm exactly these terms, for 15 minutes (R6.7). */
export function makeConfirmation(secrets: Secrets, terms: ReplacementTerms, now: Instant): string {
  const payload = Buffer.from(JSON.stringify({ ...terms, until: now + GOOD_FOR }));
  return Buffer.concat([macOf(secrets, payload), payload]).toString('base64url');
}

/** The terms that a value confirms; null for a forged or stale one, which is then asked for again. */
export function readConfirmation(secrets: Secrets, typed: string, now: Instant): ReplacementTerms | null {
  const bytes = Buffer.from(typed, 'base64url');
  const [mac, payload] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)];
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(secrets, payload))) return null;
  const { until, ...terms } = JSON.parse(payload.toString()) as ReplacementTerms & { until: Instant };
  return now < until ? terms : null;
}
