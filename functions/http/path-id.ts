import type { Mistake } from '../core/mistake.ts';

/** A body may repeat the id of its path, so that what was read can be sent back; another id is a mistake. */
export function findIdMistakes(path: Readonly<Record<string, string>>, body: unknown): readonly Mistake[] {
  const named = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  return named === undefined || named === path.id ? [] : [{ path: ['id'], detail: 'Must be the id in the path.' }];
}
