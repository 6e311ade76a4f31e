/**
 * @returns the bytes of base64url without padding, or null for anything but the one canonical spelling (RFC 4648 §3.5):
 *   otherwise a signature would have several texts
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (symbol) => symbol.charCodeAt(0));
  return encodeBase64url(bytes) === text ? bytes : null;
}

/** @returns base64url without padding */
export function encodeBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
