import type { OperatedLicenseAnswer } from '../../functions/http/schemas/license-answer.ts';
import type { EventsAnswer } from '../../functions/http/schemas/operator-answer.ts';
import type { AnchorCheck } from '../../functions/store/anchor-check.ts';
import type { AnchorReader } from './anchors.ts';
import type { Api } from './api.ts';
import { type Call, command, type Given } from './command.ts';
import { exportPages } from './export.ts';
import { EXIT, misuse } from './failure.ts';
import { listAll, pathOf } from './licenses.ts';
import { showProgress } from './progress.ts';
import { readTable, TABLE_OPTIONS } from './table.ts';

/** `latchkey verify-audit`: whether the audit of licenses is whole, and still the one that was anchored (R14.1). */
export const verifyAudit = command({
  name: 'verify-audit',
  summary: 'Check that the audit of licenses is whole: of those named, of a batch, or of all',
  operands: ['[LICENSE…]'],
  options: {
    batch: { type: 'string', value: 'BATCH', help: 'the licenses of this batch' },
    all: { type: 'boolean', help: 'every license; this reads the whole audit' },
    anchors: { type: 'string', value: 's3://BUCKET', help: 'also compare with the anchors there, or in a directory' },
    ...TABLE_OPTIONS,
  },
  details: `Exit code 5 when a chain is broken, or is not the one that was anchored. The service reads each chain anew. With
--anchors this program itself compares the table with the anchors, in which nobody can change anything; it needs credentials
in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN) and AWS_REGION that may read both.`,
  run: async ({ operands, options, terminal, variables, api }) => {
    const ways = [operands.length > 0, options.batch !== undefined, options.all === true].filter(Boolean).length;
    if (ways !== 1) throw misuse('Name licenses, or a batch with --batch, or --all.');
    for (const license of operands) pathOf(license);
    const wanted = operands.length > 0 ? new Set(operands) : null;
    const anchors = options.anchors === undefined ? null : await open(options, options.anchors, variables, wanted);
    const service = await api();
    const findings: Record<Finding, string[]> = { broken: [], differs: [], not_anchored: [] };
    const note = (license: string, finding: Finding) => {
      findings[finding].push(license);
      terminal.tell(`${license}: ${TOLD[finding]}`);
    };
    const compare = async (license: string) => {
      const anchored = (await anchors?.check(license)) ?? 'agrees';
      if (anchored !== 'agrees') note(license, anchored);
    };
    for (const name of anchors?.faulty ?? []) terminal.tell(`${name}: this anchor is missing or was changed.`);
    const seen = new Set<string>();
    for await (const license of options.all ? allLicenses(service) : chosen(service, operands, options.batch)) {
      const { body } = await service.call<EventsAnswer>('GET', `${pathOf(license)}/events?limit=1`);
      if (!body.verified) note(license, 'broken');
      await compare(license);
      seen.add(license);
      showProgress(terminal, seen.size, operands.length || null);
    }
    // What the service does not list, such as a license that somebody has taken out of the table, was anchored all the same.
    const anchored = options.all ? [...(anchors?.heads.keys() ?? [])] : [];
    for (const license of anchored.filter((one) => !seen.has(one))) await compare(license);
    const { broken, differs, not_anchored: notAnchored } = findings;
    const { faulty = [] } = anchors ?? {};
    const result = { checked: seen.size, broken, ...(anchors && { differs, notAnchored, faulty }) };
    const compared = `, ${differs.length} not as anchored, ${notAnchored.length} not anchored yet`;
    terminal.out(
      terminal.json
        ? JSON.stringify(result)
        : `${seen.size} checked, ${broken.length} broken${anchors === null ? '' : compared}.`,
    );
    return broken.length + differs.length + faulty.length === 0 ? EXIT.done : EXIT.broken;
  },
});

type Finding = 'broken' | Exclude<AnchorCheck, 'agrees'>;

const TOLD: Record<Finding, string> = {
  broken: 'the chain is broken.',
  differs: 'the chain is not the one that was anchored.',
  not_anchored: 'nothing of it has been anchored yet; that happens once a day.',
};

async function open(
  options: Given<typeof TABLE_OPTIONS>,
  anchors: string,
  variables: Call['variables'],
  wanted: ReadonlySet<string> | null,
): Promise<AnchorReader> {
  const location = readTable(options, variables);
  const region = variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION ?? '';
  if (anchors.startsWith('s3://') && region === '') throw misuse('Name the region of the bucket in AWS_REGION.');
  // Loaded here: the other commands need no AWS SDK.
  const { openAnchors } = await import('./anchors.ts');
  return openAnchors(location, { anchors, region, wanted });
}

async function* chosen(api: Api, licenses: readonly string[], batch: string | undefined): AsyncGenerator<string> {
  yield* licenses;
  if (batch !== undefined)
    for await (const { id } of listAll<OperatedLicenseAnswer>(api, '/v1/licenses', { batch })) yield id;
}

async function* allLicenses(api: Api): AsyncGenerator<string> {
  for await (const { lines } of exportPages(api, undefined)) {
    for (const line of lines.split('\n')) if (line !== '') yield (JSON.parse(line) as OperatedLicenseAnswer).id;
  }
}
