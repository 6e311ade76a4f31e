import type { Outcome } from '../shared/call.ts';
import type { Session } from './session.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * Reads a list page after page.
 * @param most pages at most; what is left then is told by `next`
 * @returns the first page with the items of all
 */
export async function readPages<T, P extends Page<T>>(
  session: Session,
  path: string,
  most: number,
): Promise<Outcome<P>> {
  const first = await session.get<P>(`${path}?limit=100`);
  if (!first.ok) return first;
  let { items, next } = first.body as Page<T>;
  for (let page = 1; page < most && next !== null; page += 1) {
    const more = await session.get<P>(`${path}?limit=100&cursor=${encodeURIComponent(next)}`);
    if (!more.ok) return more;
    items = [...items, ...more.body.items];
    next = more.body.next;
  }
  return { ...first, body: { ...first.body, items, next } };
}
