import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { LICENSE_EVENTS } from '../../functions/core/event.ts';

test('docs/events.md tells of every event, and of no other', async () => {
  const document = await readFile(new URL('../../docs/events.md', import.meta.url), 'utf8');
  const rows = document.split('\n').filter((line) => /^\| `[a-z]+\.[a-z_]+`/.test(line));
  const named = rows.flatMap((row) => {
    const names = [...(row.split('|')[1] ?? '').matchAll(/`([a-z]*)(\.[a-z_]+)`/g)];
    return names.map(([, kind, name]) => `${kind || (names[0]?.[1] ?? '')}${name}`);
  });
  expect(named.toSorted()).toEqual([...LICENSE_EVENTS].toSorted());
});
