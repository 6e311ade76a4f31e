import { open } from 'node:fs/promises';
import type { Api } from './api.ts';
import { command } from './command.ts';
import { EXIT } from './failure.ts';
import { showProgress } from './progress.ts';

/** Every page of the export: whole lines, one license each, and where the next page begins. */
export async function* exportPages(
  api: Api,
  from: string | undefined,
): AsyncGenerator<{ readonly lines: string; readonly next: string | null }> {
  for (let cursor: string | null = from ?? ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `?${new URLSearchParams({ cursor }).toString()}`;
    const { body, headers }: { body: string; headers: Headers } = await api.call<string>(
      'GET',
      `/v1/licenses/export${query}`,
    );
    cursor = headers.get('x-next-cursor');
    yield { lines: body, next: cursor };
  }
}

export const exportLicenses = command({
  name: 'export',
  summary: 'Export all licenses without their codes, one JSON object a line',
  operands: [],
  options: {
    out: { type: 'string', value: 'FILE', help: 'append to FILE (default: standard output)' },
    cursor: { type: 'string', value: 'CURSOR', help: 'go on from there after an interruption' },
  },
  details: 'When it is interrupted by the service, it tells the cursor from which it goes on.',
  run: async ({ options, terminal, api }) => {
    const service = await api();
    const file = options.out === undefined ? null : await open(options.out, 'a', 0o600);
    let cursor = options.cursor;
    let count = 0;
    try {
      for await (const { lines, next } of exportPages(service, cursor)) {
        if (file === null) process.stdout.write(lines);
        else await file.appendFile(lines);
        count += lines.split('\n').length - 1;
        cursor = next ?? undefined;
        if (file !== null) showProgress(terminal, count, null);
      }
    } catch (fault) {
      if (cursor !== undefined) terminal.tell(`Go on with --cursor ${cursor}.`);
      throw fault;
    } finally {
      await file?.close();
    }
    if (file !== null)
      terminal.out(terminal.json ? JSON.stringify({ count, file: options.out }) : `${count} licenses.`);
    return EXIT.done;
  },
});
