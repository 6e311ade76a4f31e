/**
 * Whether an event is wanted by a filter of names (R14.2).
 * @param filter `license.activated`, or `license.*` for all of a kind; null wants every event
 */
export function isWanted(type: string, filter: readonly string[] | null): boolean {
  if (filter === null) return true;
  return filter.some((name) => name === type || (name.endsWith('.*') && type.startsWith(name.slice(0, -1))));
}
