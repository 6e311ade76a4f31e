import { openDatabase, type TableLocation } from '../../functions/store/client.ts';
import { type DeadLetter, listDeadLetters, replayDeadLetter } from '../../functions/store/dead-letters.ts';

const PAGE = 100;

interface Replayed {
  readonly replayed: number;
  /** Those that are not there, or that somebody else has just replayed. */
  readonly missing: readonly string[];
}

/** All that was given up for a webhook, a page in memory at a time. */
export async function* readLetters(location: TableLocation, webhook: string): AsyncGenerator<DeadLetter> {
  const database = openDatabase(location);
  for (let after: string | null | undefined; after !== null; ) {
    const page = await listDeadLetters(database, webhook, { after: after ?? null, limit: PAGE });
    yield* page.letters;
    after = page.next;
  }
}

/** Puts letters back into the queue. */
export async function replayEach(location: TableLocation, webhook: string, ids: readonly string[]): Promise<Replayed> {
  const database = openDatabase(location);
  const missing: string[] = [];
  for (const id of ids) {
    if (!(await replayDeadLetter(database, { webhook, id }, Date.now()))) missing.push(id);
  }
  return { replayed: ids.length - missing.length, missing };
}

/** Puts every letter of a webhook back into its queue. */
export async function replayAll(location: TableLocation, webhook: string): Promise<Replayed> {
  const ids: string[] = [];
  for await (const { id } of readLetters(location, webhook)) ids.push(id);
  const { replayed } = await replayEach(location, webhook, ids);
  return { replayed, missing: [] };
}
