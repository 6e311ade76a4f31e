/** A device as a client sends it: a fingerprint, or components that it has hashed, or both (R10.1). */
export interface SentDevice {
  readonly fingerprint?: string | undefined;
  readonly components?: Readonly<Record<string, string>> | undefined;
}

/**
 * The text whose SHA-256 is the `dev` claim of a lease. Service and client make it from what the client sends, so the
 * client sees offline that a lease is its own. The fingerprint alone counts where there is one: components may change
 * (R10.2) while the device stays the same.
 *
 * @returns `latchkey-device:fingerprint:` and the fingerprint, or `latchkey-device:components:` and one line
 *   `name=value` a component, ordered by UTF-16 code units, joined by line feeds
 */
export function deviceText(device: SentDevice): string {
  if (device.fingerprint !== undefined) {
    return `latchkey-device:fingerprint:${device.fingerprint}`;
  }
  const lines = Object.entries(device.components ?? {}).map(([name, value]) => `${name}=${value}`);
  return `latchkey-device:components:${lines.sort().join('\n')}`;
}
