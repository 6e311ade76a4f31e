/**
 * Takes the token of a recovery mail out of the address (R12.2), where it would stay in the history and on the screen.
 * @returns null where there is none
 */
export function takeToken(): string | null {
  const token = /^#recover=([A-Za-z0-9._~-]{1,1024})$/.exec(location.hash)?.[1] ?? null;
  if (location.hash.startsWith('#recover=')) history.replaceState(null, '', location.pathname + location.search);
  return token;
}
