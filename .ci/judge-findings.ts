import { readFileSync } from 'node:fs';

/** `node .ci/judge-findings.ts secrets.json static.json explained`: fails on what is found and not explained, or the other way round. */
interface Secrets {
  readonly results: Readonly<Record<string, readonly { readonly type: string; readonly line_number: number }[]>>;
}
interface Static {
  readonly errors: readonly unknown[];
  readonly paths: { readonly scanned: readonly string[] };
  readonly results: readonly {
    readonly check_id: string;
    readonly path: string;
    readonly start: { readonly line: number };
  }[];
}

const [secretsFile = '', staticFile = '', explainedFile = ''] = process.argv.slice(2);
const secrets = JSON.parse(readFileSync(secretsFile, 'utf8')) as Secrets;
const patterns = JSON.parse(readFileSync(staticFile, 'utf8')) as Static;

function lineOf(path: string, line: number): string {
  return readFileSync(path, 'utf8').split('\n')[line - 1]?.trim() ?? '';
}

/** A finding is told by its rule, its file and the text of its line: another one of the same rule in the file is new. */
const found = [
  ...Object.entries(secrets.results).flatMap(([path, all]) =>
    all.map(({ type, line_number: line }) => `${type} | ${path} | ${lineOf(path, line)}`),
  ),
  ...patterns.results.map(
    ({ check_id: id, path, start }) => `${id.split('.').at(-1)} | ${path} | ${lineOf(path, start.line)}`,
  ),
];

/** Lines that are neither empty nor a comment. A `*` at the end of the path or of the text stands for anything. */
const explained = readFileSync(explainedFile, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'));

function explains(explanation: string, finding: string): boolean {
  const [wanted, met] = [explanation, finding].map((line) => line.split(' | '));
  return [0, 1, 2].every((at) => {
    const text = at === 2 ? wanted?.slice(2).join(' | ') : wanted?.[at];
    const is = (at === 2 ? met?.slice(2).join(' | ') : met?.[at]) ?? '';
    return text?.endsWith('*') ? is.startsWith(text.slice(0, -1)) : text === is;
  });
}

const unexplained = found.filter((finding) => !explained.some((one) => explains(one, finding)));
const vanished = explained.filter((one) => !found.some((finding) => explains(one, finding)));
for (const finding of unexplained) console.error(`FOUND and not explained: ${finding}`);
for (const one of vanished) console.error(`EXPLAINED and not found: ${one}`);
for (const error of patterns.errors) console.error(`NOT SCANNED: ${JSON.stringify(error)}`);
console.log(
  `${patterns.paths.scanned.length} files scanned for patterns, all tracked ones for secrets: ` +
    `${found.length} findings, ${unexplained.length} not explained, ${vanished.length} explanations without a finding`,
);
if (unexplained.length + vanished.length + patterns.errors.length > 0) process.exitCode = 1;
