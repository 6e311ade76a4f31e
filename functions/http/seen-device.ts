import type { SeenDevice } from '../core/device-match.ts';
import type { SentDevice } from '../core/lease-device.ts';
import { hashComponent, hashFingerprint } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';

/** What was sent, as HMACs: nothing of it is compared, stored or logged in readable form (R10.5). */
export function hashDevice(secrets: Secrets, family: string, { fingerprint, components }: SentDevice): SeenDevice {
  const parts = Object.entries(components ?? {});
  return {
    ...(fingerprint !== undefined && { fingerprint: hashFingerprint(secrets, fingerprint) }),
    ...(parts.length > 0 && {
      components: Object.fromEntries(parts.map(([name, value]) => [name, hashComponent(secrets, family, name, value)])),
    }),
  };
}
