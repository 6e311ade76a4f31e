import type { Api } from './api.ts';
import { command } from './command.ts';
import { exportPages } from './export.ts';
import { EXIT, misuse } from './failure.ts';
import { type License, listAll, pathOf } from './licenses.ts';
import { showProgress } from './progress.ts';

/** `latchkey verify-audit`: asks the service of each license whether the chain of its audit is whole (R14.1). */
export const verifyAudit = command({
  name: 'verify-audit',
  summary: 'Check that the audit of licenses is whole: of those named, of a batch, or of all',
  operands: ['[LICENSE…]'],
  options: {
    batch: { type: 'string', value: 'BATCH', help: 'the licenses of this batch' },
    all: { type: 'boolean', help: 'every license; this reads the whole audit' },
  },
  details: `Exit code 5 when a chain is broken. The service reads each chain anew and compares it with the anchors of past days.`,
  run: async ({ operands, options, terminal, api }) => {
    const ways = [operands.length > 0, options.batch !== undefined, options.all === true].filter(Boolean).length;
    if (ways !== 1) throw misuse('Name licenses, or a batch with --batch, or --all.');
    for (const license of operands) pathOf(license);
    const service = await api();
    const broken: string[] = [];
    let count = 0;
    for await (const license of options.all ? allLicenses(service) : chosen(service, operands, options.batch)) {
      const { body } = await service.call<{ verified: boolean }>('GET', `${pathOf(license)}/events?limit=1`);
      count += 1;
      if (!body.verified) {
        broken.push(license);
        terminal.tell(`${license}: the chain is broken.`);
      }
      showProgress(terminal, count, operands.length || null);
    }
    terminal.out(
      terminal.json ? JSON.stringify({ checked: count, broken }) : `${count} checked, ${broken.length} broken.`,
    );
    return broken.length === 0 ? EXIT.done : EXIT.broken;
  },
});

async function* chosen(api: Api, licenses: readonly string[], batch: string | undefined): AsyncGenerator<string> {
  yield* licenses;
  if (batch !== undefined) for await (const { id } of listAll<License>(api, '/v1/licenses', { batch })) yield id;
}

async function* allLicenses(api: Api): AsyncGenerator<string> {
  for await (const { lines } of exportPages(api, undefined)) {
    for (const line of lines.split('\n')) if (line !== '') yield (JSON.parse(line) as License).id;
  }
}
